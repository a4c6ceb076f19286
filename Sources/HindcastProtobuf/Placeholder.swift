// HindcastProtobuf
