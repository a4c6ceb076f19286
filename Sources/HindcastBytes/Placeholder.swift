// HindcastBytes
