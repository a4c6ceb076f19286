#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Console {
    /// The process's own output.
    public static func system(variables: [String: String]) -> Console {
        let outputIsTerminal = isatty(1) == 1
        let plain = !(variables["NO_COLOR"] ?? "").isEmpty || variables["TERM"] == "dumb"
        return Console(
            write: { writeAll($0, to: 1) }, writeError: { writeAll($0, to: 2) },
            width: outputIsTerminal ? columns(variables) : variables["COLUMNS"].flatMap { Int($0) },
            hasColour: outputIsTerminal && !plain, errorIsTerminal: isatty(2) == 1)
    }

    private static func columns(_ variables: [String: String]) -> Int {
        var size = winsize()
        if unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return variables["COLUMNS"].flatMap { Int($0) } ?? 80
    }
}

/// A reader that went away (`| head`) is no error worth telling: there is nobody left to tell.
private func writeAll(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}
