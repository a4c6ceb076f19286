// HindcastNet
