// swift-tools-version: 6.2
import PackageDescription

/// Outside the rooms that wrap C libraries, an unsafe pointer is a compile error.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error)]

func room(_ name: String, on dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: safe)
}

func program(_ name: String, on dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: safe)
}

func support(_ name: String, on dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/Support/\(name)")
}

let package = Package(
    name: "flotilla",
    targets: [
        // C libraries: a module map and a shim, nothing else.
        .target(name: "CLinux"),
        .systemLibrary(name: "CLibpq"),
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(name: "COpenSSL"),

        // Clients, one thing each.
        .target(name: "Reactor", dependencies: ["CLinux"]),
        .target(name: "Operations", dependencies: ["CLinux", "Reactor"]),
        .target(name: "Postgres", dependencies: ["CLibpq", "Reactor"]),
        .target(name: "Redis", dependencies: ["CHiredis", "COpenSSL", "Reactor"]),

        // What a job is; where it is kept; who says which is next; the loop that runs it.
        room("Jobs", on: []),
        room("Storage", on: ["Jobs", "Postgres"], resources: [.embedInCode("Migrations")]),
        room("Broker", on: ["Jobs", "Redis"], resources: [.embedInCode("Scripts")]),
        room("Execution", on: ["Jobs", "Operations", "Reactor"]),

        // The one place where drivers are plugged into ports.
        room("Assembly", on: ["Broker", "Execution", "Jobs", "Operations", "Postgres", "Reactor", "Redis", "Storage"]),

        program("Enqueuer", on: ["Assembly", "Execution", "Operations"]),
        program("BenchWorker", on: ["Assembly", "Execution"], path: "Workers/BenchWorker"),
    ],
    swiftLanguageModes: [.v6]
)
