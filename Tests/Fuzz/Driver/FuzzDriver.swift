#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// libFuzzer's loop, as a function: the executable has a `main` of its own, so that one binary holds every target.
@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ onInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private let chosen: FuzzRegistry.Target? = {
    guard let text = unsafe getenv("HINDCAST_FUZZ_TARGET") else { return nil }
    let name = unsafe String(cString: text)
    return FuzzRegistry.targets.first { $0.name == name }?.run
}()

private func takeInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen?(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// `hindcast-fuzz --list` prints the targets; otherwise `HINDCAST_FUZZ_TARGET` names the one that runs, and the
/// arguments are libFuzzer's.
@main
enum FuzzDriver {
    static func main() {
        guard !CommandLine.arguments.contains("--list") else {
            for target in FuzzRegistry.targets { print(target.name) }
            return
        }
        guard chosen != nil else {
            print(
                "HINDCAST_FUZZ_TARGET must name one of:",
                FuzzRegistry.targets.map(\.name).joined(separator: " "))
            exit(2)
        }
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        exit(unsafe runLibFuzzer(&count, &arguments, takeInput))
    }
}
