// HindcastCLI
