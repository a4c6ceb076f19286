/// Where the certificate chain and its private key lie, both in PEM form.
public struct TLSFiles: Sendable {
    /// The certificate chain, leaf first.
    public var certificatePath: String
    /// The private key, unencrypted.
    public var keyPath: String

    /// Files to read when a server starts.
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }

    func read() throws(NetError) -> (certificate: CText, key: CText) {
        (try PEMFile.read(certificatePath), try PEMFile.read(keyPath))
    }
}
