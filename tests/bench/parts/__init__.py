"""Each module here is a part: `PURPOSE`, and `measure()` which gives its tables."""
