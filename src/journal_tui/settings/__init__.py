"""config.toml, settings.toml and theme files, turned into typed values and a list of problems."""
