import HindcastNet

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A certificate for 127.0.0.1 that nobody but itself vouches for, with its key: known to everybody, so good for
/// nothing else.
enum SelfSigned {
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBkTCCATagAwIBAgIUKYowD5wnOxSlNMSBMJzRaqAIJNcwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTE3Mjc1NFoYDzIxMjYxMDI4
        MTcyNzU0WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAARvFRJqajxy7XdzBe5QIyQm8R4hL2iA1Q/Yve1AdOSqLpkscVzJw/nV
        wnP3kcxcLmoEz9S14ne/AJHe6Stg+jRjo2QwYjAdBgNVHQ4EFgQUCCdGgKq6avYr
        NC0QxhLPg+L2UK4wHwYDVR0jBBgwFoAUCCdGgKq6avYrNC0QxhLPg+L2UK4wDwYD
        VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
        IQD9pOqPLzVoFgjXkWDHACGS3arQzdYkhDT7Cz8qhT+aagIhANWhrqIK4/+Z21BS
        CNXl506Aa7gOB0RHjDEFeu5xFJlt
        -----END CERTIFICATE-----

        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFs04cEvu6zxmpumJ
        vxDNI8XUizesp7xaDt/+HAaVQWqhRANCAARvFRJqajxy7XdzBe5QIyQm8R4hL2iA
        1Q/Yve1AdOSqLpkscVzJw/nVwnP3kcxcLmoEz9S14ne/AJHe6Stg+jRj
        -----END PRIVATE KEY-----

        """

    /// Writes both into a folder.
    static func files(in folder: String) throws -> TLSFiles {
        let paths = (certificate: folder + "/cert.pem", key: folder + "/key.pem")
        for (path, text) in [(paths.certificate, certificate), (paths.key, key)] {
            guard let file = unsafe fopen(path, "w") else {
                throw NetError.unreadableFile(path: path, reason: "cannot be written")
            }
            unsafe fputs(text, file)
            unsafe fclose(file)
        }
        return TLSFiles(certificatePath: paths.certificate, keyPath: paths.key)
    }
}
