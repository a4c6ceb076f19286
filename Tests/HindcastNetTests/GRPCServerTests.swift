import HindcastHTTP
import HindcastNet
import Testing

@Suite("gRPC server")
struct GRPCServerTests {
    private let method = RPCMethod(path: "/test.Echo/Say") { .message($0.message) }

    @Test("A taken alias port is reported, a taken main port stops the start")
    func ports() async throws {
        let first = try GRPCServer.start(configuration: GRPCServerConfiguration(), methods: [method])
        var configuration = GRPCServerConfiguration()
        configuration.aliasPorts = [first.port]
        let second = try GRPCServer.start(configuration: configuration, methods: [method])
        #expect(second.unavailablePorts == [first.port])
        #expect(first.unavailablePorts == [])
        #expect(throws: NetError.self) {
            try GRPCServer.start(configuration: GRPCServerConfiguration(port: first.port), methods: [method])
        }
        await second.stop(drainSeconds: 0)
        await first.stop()
    }

    @Test("Two products that claim one method stop the start")
    func duplicates() {
        #expect(throws: NetError.duplicateMethod(path: method.path)) {
            try GRPCServer.start(configuration: GRPCServerConfiguration(), methods: [method, method])
        }
    }

    @Test("A certificate that is none stops the start")
    func certificate() {
        var configuration = GRPCServerConfiguration()
        configuration.tls = TLSFiles(
            certificatePath: "/nonexistent/cert.pem", keyPath: "/nonexistent/key.pem")
        #expect(throws: NetError.self) {
            try GRPCServer.start(configuration: configuration, methods: [method])
        }
    }
}
