// HindcastTidyTests
