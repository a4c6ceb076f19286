// HindcastNetTests
