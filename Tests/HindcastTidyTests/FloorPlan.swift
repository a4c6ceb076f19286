/// The rows of the house, bottom first. A target imports only from rows below it in this table.
enum FloorPlan {
    static let rows: [[String]] = [
        ["HindcastJSON", "HindcastProtobuf", "HindcastBytes"],
        ["HindcastHTTP"],
        ["HindcastModel"],
        ["HindcastStore"],
        ["HindcastEngine"],
        products + ["HindcastWeb"],
        engines + ["HindcastNet"],
        ["Hindcast", "HindcastCLI"],
        roots,
    ]

    static let products = [
        "HindcastOTLP", "HindcastLangSmith", "HindcastReflect", "HindcastInvariant", "HindcastLetta",
        "HindcastMCP",
        "HindcastLaminar", "HindcastMCP", "HindcastNative",
    ]

    static let engines = ["HindcastStoreSQLite", "HindcastStorePostgres", "HindcastStoreClickHouse"]

    /// The only targets that know which engine and which server run.
    static let roots = ["hindcast", "hindcast-dev"]

    /// C libraries, each with the one target that may call it.
    static let libraryOwners = [
        "CSQLite": "HindcastStoreSQLite", "CMicrohttpd": "HindcastNet", "CGRPC": "HindcastNet",
        "CCurl": "HindcastNet", "CMatrix": "HindcastEngine",
        "CZstd": "HindcastBytes", "CZlib": "HindcastBytes", "CCrypto": "HindcastBytes",
        "CXXHash": "HindcastBytes",
    ]

    static func row(of module: String) -> Int? { rows.firstIndex { $0.contains(module) } }

    /// Why `module` may not import `imported`, or nil if it may.
    static func objection(to imported: String, in module: String) -> String? {
        if let owner = libraryOwners[imported] {
            return owner == module ? nil : "only \(owner) may import \(imported)"
        }
        guard imported.hasPrefix("Hindcast") else { return nil }
        guard let here = row(of: module) else { return "\(module) has no row in FloorPlan.swift" }
        guard let there = row(of: imported) else { return "\(imported) has no row in FloorPlan.swift" }
        if engines.contains(imported) || imported == "HindcastNet" {
            return roots.contains(module) ? nil : "only hindcast and hindcast-dev may import \(imported)"
        }
        if products.contains(module), products.contains(imported) {
            return "a product may not import another product (\(imported))"
        }
        return there < here
            ? nil : "\(module) (row \(here + 1)) may not import \(imported) (row \(there + 1))"
    }
}
