#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import HindcastCLI

/// The program: every command gets the same world.
@main
struct Hindcast {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }
}

/// Outside `main`, which is bound to the main actor: what is made here ends up on other threads.
private nonisolated func run(_ words: [String]) async -> Int32 {
    await CommandLineTool(.system).run(words)
}
