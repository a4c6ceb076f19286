// swift-tools-version: 6.2
import PackageDescription

// The floor plan, bottom row first. A target imports only from rows above it in this file;
// `Tests/HindcastTidyTests` checks that this stays so.

func library(_ name: String, pkgConfig: String?, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt]), .brew([brew])])
}

func product(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Products/\(name)", exclude: ["README.md"])
}

let package = Package(
    name: "hindcast",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "hindcast", targets: ["hindcast"]),
        .executable(name: "hindcast-dev", targets: ["hindcast-dev"]),
    ],
    targets: [
        // Row 0: C libraries from the system's package manager.
        library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev", brew: "zstd"),
        library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
        library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
        library("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev", brew: "xxhash"),
        library("CMicrohttpd", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
        library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),
        // gRPC's pkg-config names its private libraries by the thousand, too many for one command line;
        // the module map links what is needed.
        library("CGRPC", pkgConfig: nil, apt: "libgrpc-dev", brew: "grpc"),

        // Row 0 too: data files that travel inside the binary.
        .target(name: "CPrices", path: "Sources/C/CPrices", exclude: ["prices.tsv"]),
        // Row 0 as well: the arithmetic of the text encoder, in the instructions of the machine it runs on.
        .target(name: "CMatrix", path: "Sources/C/CMatrix"),
        // The way SQLite's log goes to the disk: a table of functions, and as such C.
        .target(name: "CCommitLog", dependencies: ["CSQLite"], path: "Sources/C/CCommitLog"),
        // And the allocator of the whole process. Linked ahead of the C library, its malloc is the one that is found.
        .target(
            name: "CAllocator", path: "Sources/C/CAllocator",
            linkerSettings: [.linkedLibrary("jemalloc", .when(platforms: [.linux]))]),

        // Row 1: bytes to values, and back.
        .target(name: "HindcastJSON"),
        .target(name: "HindcastProtobuf"),
        .target(name: "HindcastHTTP", dependencies: ["HindcastJSON"]),
        .target(name: "HindcastBytes", dependencies: ["CZstd", "CZlib", "CCrypto", "CXXHash"]),

        // Row 2: the glossary and its pure rules.
        .target(
            name: "HindcastModel",
            dependencies: ["HindcastJSON", "HindcastProtobuf", "HindcastBytes", "CPrices"]),

        // Row 3: storage ports.
        .target(name: "HindcastStore", dependencies: ["HindcastModel"]),

        // Row 4: what the product does, engine-blind.
        .target(
            name: "HindcastEngine",
            dependencies: [
                "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastProtobuf", "HindcastJSON",
                "HindcastBytes", "CMatrix",
            ],
            resources: []),

        // Row 5: one folder per dialect.
        product(
            "HindcastOTLP",
            [
                "HindcastEngine", "HindcastModel", "HindcastHTTP", "HindcastProtobuf", "HindcastJSON",
                "HindcastBytes",
            ]),
        product(
            "HindcastInvariant",
            [
                "HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON",
                "HindcastBytes",
            ]),
        product(
            "HindcastLetta",
            ["HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON"]),
        product(
            "HindcastReflect",
            [
                "HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON",
                "HindcastBytes",
            ]),
        product(
            "HindcastMCP",
            ["HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON"]),
        product(
            "HindcastNative",
            ["HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON"]),

        // Row 6: engines behind the ports, servers behind the values.
        .target(
            name: "HindcastStoreSQLite",
            dependencies: ["HindcastStore", "HindcastModel", "HindcastBytes", "CSQLite", "CCommitLog"]),
        .target(name: "HindcastNet", dependencies: ["HindcastHTTP", "CMicrohttpd", "CGRPC", "CCurl"]),

        // Row 7: commands.
        .target(
            name: "HindcastCLI",
            dependencies: [
                "HindcastEngine", "HindcastStore", "HindcastModel", "HindcastHTTP", "HindcastJSON",
                "HindcastBytes",
            ]),

        // Row 8: composition roots.
        .executableTarget(
            name: "hindcast",
            dependencies: [
                "CAllocator",
                "HindcastCLI", "HindcastNet", "HindcastStoreSQLite", "HindcastOTLP", "HindcastInvariant",
                "HindcastLetta", "HindcastReflect", "HindcastMCP", "HindcastNative",
            ]),
        .executableTarget(
            name: "hindcast-dev",
            dependencies: [
                "HindcastModel", "HindcastStore", "HindcastOTLP", "HindcastStoreSQLite", "HindcastEngine",
            ]),

        // Tests mirror targets; StoreSuite is engine-blind and run by each engine's tests.
        .target(
            name: "TestKit",
            dependencies: [
                "HindcastModel", "HindcastStore", "HindcastHTTP", "HindcastJSON", "HindcastBytes",
            ],
            path: "Tests/TestKit"),
        .target(
            name: "StoreSuite",
            dependencies: ["HindcastStore", "HindcastModel", "HindcastJSON", "HindcastBytes", "TestKit"],
            path: "Tests/StoreSuite"),
        .testTarget(name: "HindcastJSONTests", dependencies: ["HindcastJSON", "TestKit"]),
        .testTarget(name: "HindcastProtobufTests", dependencies: ["HindcastProtobuf", "TestKit"]),
        .testTarget(name: "HindcastHTTPTests", dependencies: ["HindcastHTTP", "TestKit"]),
        .testTarget(name: "HindcastBytesTests", dependencies: ["HindcastBytes", "TestKit"]),
        .testTarget(name: "HindcastModelTests", dependencies: ["HindcastModel", "TestKit"]),
        .testTarget(
            name: "HindcastEngineTests",
            dependencies: ["HindcastEngine", "HindcastOTLP", "HindcastStoreSQLite", "TestKit"],
            exclude: ["Fixtures"]),
        .testTarget(name: "HindcastOTLPTests", dependencies: ["HindcastOTLP", "TestKit"]),
        .testTarget(name: "HindcastLettaTests", dependencies: ["HindcastLetta", "TestKit"]),
        .testTarget(name: "HindcastMCPTests", dependencies: ["HindcastMCP", "TestKit"]),
        .testTarget(
            name: "HindcastReflectTests", dependencies: ["HindcastReflect", "TestKit"]),
        .testTarget(
            name: "HindcastInvariantTests",
            dependencies: ["HindcastInvariant", "HindcastNative", "HindcastStoreSQLite", "TestKit"]),
        .testTarget(
            name: "HindcastNativeTests",
            dependencies: ["HindcastNative", "HindcastOTLP", "HindcastStoreSQLite", "HindcastNet", "TestKit"]),
        .testTarget(
            name: "HindcastStoreSQLiteTests", dependencies: ["HindcastStoreSQLite", "StoreSuite", "TestKit"]),
        .testTarget(name: "HindcastNetTests", dependencies: ["HindcastNet", "HindcastHTTP", "TestKit"]),
        .testTarget(
            name: "HindcastCLITests",
            dependencies: ["HindcastCLI", "HindcastNative", "HindcastStoreSQLite", "TestKit"]),
        .testTarget(name: "HindcastTidyTests", dependencies: []),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzz driver exists only when `Scripts/fuzz` asks for it: it links libFuzzer, which no other build wants.
if Context.environment["HINDCAST_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "hindcast-fuzz",
            dependencies: [
                "HindcastBytes", "HindcastEngine", "HindcastHTTP", "HindcastInvariant", "HindcastJSON",
                "HindcastLetta", "HindcastMCP", "HindcastModel", "HindcastOTLP", "HindcastProtobuf",
                "HindcastReflect",
                "HindcastStoreSQLite",
            ],
            path: "Tests/Fuzz/Driver"))
    package.products.append(.executable(name: "hindcast-fuzz", targets: ["hindcast-fuzz"]))
}

// `make check` runs the tidy rules alone, so that a change of format does not wait for the whole build.
if Context.environment["HINDCAST_TIDY"] == "1" {
    package.products = []
    package.targets = package.targets.filter { $0.name == "HindcastTidyTests" }
}

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
        ]
}
