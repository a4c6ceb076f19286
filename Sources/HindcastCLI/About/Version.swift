import HindcastEngine

/// `hindcast version`
enum Version {
    static let command = Command(path: ["version"], summary: "Print the version.", options: [.json]) { call in
        guard call.isJSON else {
            call.console.line("hindcast \(call.environment.version)")
            return
        }
        call.printJSON { $0.object { $0.field("version", call.environment.version) } }
    }
}
