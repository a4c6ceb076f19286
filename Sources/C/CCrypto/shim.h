// SHA256_Init and its kin are marked deprecated, yet they are the only route that neither fetches an
// algorithm nor allocates for each hash, which costs more than hashing a short message.
#define OPENSSL_SUPPRESS_DEPRECATED 1
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
