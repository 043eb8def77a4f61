"""Records, units, errors, skeleton and geometry shared by every part of the library."""
