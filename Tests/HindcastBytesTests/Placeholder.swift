// HindcastBytesTests
