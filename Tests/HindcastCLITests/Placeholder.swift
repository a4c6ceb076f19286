// HindcastCLITests
