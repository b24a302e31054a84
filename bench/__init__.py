"""Side-by-side measurements of the budgets in the design: `make bench`, or `python -m bench --quick`."""
