"""What the doctor looks at, a file for each kind of thing. A check yields findings and changes nothing."""
