// swift-tools-version: 6.2
import PackageDescription

/// Outside the rooms that wrap C libraries, an unsafe pointer is a compile error.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error)]

func room(_ name: String, on dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: safe)
}

func program(_ name: String, on dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: path, swiftSettings: safe,
        // Addresses of library functions are resolved at the start and read-only from then on (full RELRO).
        linkerSettings: [.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])])
}

func support(_ name: String, on dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/Support/\(name)", exclude: exclude)
}

/// The parts of the fleet, as `Sources/Fleet/Domains.swift` lists them.
let domains: [Target.Dependency] = [
    "Accounts",
    "Scans",
    "Notifications",
    "Generations",
    "Billing",
    "School",
]

let package = Package(
    name: "flotilla",
    products: [
        .library(name: "Flotilla", targets: ["Flotilla"]),
        .library(name: "FlotillaTesting", targets: ["FlotillaTesting"]),
        .executable(name: "api", targets: ["API"]),
        .executable(name: "enqueuer", targets: ["Enqueuer"]),
        .executable(name: "flotilla", targets: ["CLI"]),
        .executable(name: "ScanWorker", targets: ["ScanWorker"]),
        .executable(name: "NotifyWorker", targets: ["NotifyWorker"]),
        .executable(name: "BillingWorker", targets: ["BillingWorker"]),
        .executable(name: "AIWorker", targets: ["AIWorker"]),
        .executable(name: "BenchWorker", targets: ["BenchWorker"]),
        .executable(name: "bench", targets: ["Bench"]),
    ],
    targets: [
        // C libraries: a module map and a shim, nothing else.
        .target(name: "CLinux"),
        .target(name: "CSite"),
        .systemLibrary(name: "CLibpq"),
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CCrypt"),
        .systemLibrary(name: "CLibcurl"),
        .systemLibrary(name: "CMicrohttpd"),
        .systemLibrary(name: "CCairo", pkgConfig: "pangocairo"),
        .systemLibrary(name: "CZlib"),

        // Clients, one thing each.
        .target(name: "Reactor", dependencies: ["CLinux"]),
        .target(name: "Operations", dependencies: ["CLinux", "Reactor"]),
        .target(name: "Postgres", dependencies: ["CLibpq", "Reactor"]),
        .target(name: "Redis", dependencies: ["CHiredis", "COpenSSL", "Reactor"]),
        .target(name: "HTTPClient", dependencies: ["CLibcurl", "Reactor"]),
        .target(name: "SMTPClient", dependencies: ["CLibcurl"]),
        .target(name: "JSON"),
        .target(name: "Schemas", dependencies: ["JSON"]),
        .target(name: "HTTPServer", dependencies: ["CMicrohttpd", "CLinux", "JSON", "Reactor"]),
        .target(name: "Cryptography", dependencies: ["COpenSSL", "CCrypt", "Reactor"]),

        // The pages that operators and tenants look at; the API serves them.
        .target(name: "Dashboard", dependencies: ["CSite", "CZlib", "Cryptography"], exclude: ["Site"]),

        .target(name: "PDF", dependencies: ["CCairo"]),
        .target(name: "Vectors"),

        // What took how long, and as a part of what: spans, and how they reach a collector.
        room("Tracing", on: ["HTTPClient", "Operations"]),

        // A cloud's protocols, over the clients.
        room("AWS", on: ["Cryptography", "HTTPClient", "Operations", "Tracing"]),
        room("CloudScanners", on: ["AWS"]),

        // How a message is handed to the other side, once: mail, webhooks, Slack, PagerDuty.
        room("Channels", on: ["AWS", "Cryptography", "HTTPClient", "Operations", "Reactor", "SMTPClient", "Tracing"]),

        // The payment gateway: charges, refunds and the events that it sends.
        room("Stripe", on: ["Cryptography", "HTTPClient", "Operations", "Tracing"]),

        // Where models run: text as it comes, vectors, and what either costs.
        room("ModelProviders", on: ["HTTPClient", "JSON", "Operations", "Tracing"]),

        // What a job is; where it is kept; who says which is next; the loop that runs it.
        room("Jobs", on: []),
        room("Cron", on: []),

        // Which course is next: LightGCN, what it is compared with, and the model that is served.
        room("Recommender", on: []),

        room(
            "Storage", on: ["Cron", "Jobs", "Postgres", "Tracing"],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions")]),
        room("Broker", on: ["Jobs", "Redis"], resources: [.embedInCode("Scripts")]),
        room("Execution", on: ["Jobs", "Operations", "Reactor", "Tracing"]),

        // Payloads that one domain enqueues for another.
        room("Contracts", on: ["Cron", "Jobs"]),

        // What an invoice is and how its amounts come about; and its documents: pages, PDF, Factur-X.
        room("Invoices", on: ["Contracts", "Cron"]),
        room("InvoiceDocuments", on: ["Contracts", "Cryptography", "Invoices", "PDF"]),

        // Text out of documents, and its parts that are found and cited.
        room("DocumentText", on: ["Contracts", "Cryptography", "Operations", "Reactor"]),

        // What a model wrote, as values that can be relied on.
        room("StructuredOutput", on: ["Contracts", "JSON"]),

        // A folder a domain: payloads, records, queries, migrations, settings, duties; and a descriptor.
        room(
            "Accounts", on: ["AWS", "Assembly", "Cryptography", "Postgres", "Reactor"],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions")]),
        room(
            "Scans",
            on: ["Accounts", "Assembly", "CloudScanners", "Contracts", "Jobs", "Operations", "Postgres", "Storage"],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions")]),

        room(
            "Notifications",
            on: [
                "Accounts", "Assembly", "Channels", "Contracts", "Cron", "Cryptography", "Jobs", "Operations",
                "Reactor",
                "SMTPClient",
                "Postgres",
                "Storage",
            ],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions"), .embedInCode("Templates/Texts")]),

        room(
            "Generations",
            on: [
                "Accounts", "Assembly", "Contracts", "Cryptography", "DocumentText", "HTTPClient", "JSON", "Jobs",
                "ModelProviders", "Operations", "Postgres", "Reactor", "Recommender", "Storage", "StructuredOutput",
                "Vectors",
            ],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions"), .embedInCode("Prompts/Texts")]),

        room(
            "Billing",
            on: [
                "Accounts", "Assembly", "Contracts", "Cron", "Cryptography", "Invoices", "Jobs", "Operations",
                "Postgres",
                "Storage", "Stripe",
            ],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions")]),

        room(
            "School",
            on: [
                "Accounts", "Assembly", "Contracts", "Cron", "JSON", "Jobs", "Operations", "Postgres", "Storage",
                "StructuredOutput",
            ],
            resources: [.embedInCode("Migrations"), .embedInCode("Functions")]),

        // The one place where drivers are plugged into ports.
        room(
            "Assembly",
            on: [
                "Broker", "Execution", "HTTPServer", "JSON", "Jobs", "Operations", "Postgres", "Reactor", "Redis",
                "Storage", "Tracing",
            ]),

        // For programs with jobs of their own, ours among them.
        room("Flotilla", on: ["Assembly", "Cron", "Execution", "Jobs", "Operations", "Postgres", "Storage"]),
        room("FlotillaTesting", on: ["Flotilla"]),

        // What this fleet is made of: every kind, queue and table.
        room(
            "Fleet",
            on: domains + ["Assembly", "Contracts", "Jobs", "Operations", "Postgres", "Storage"]),

        program(
            "API",
            on: domains + [
                "AWS", "Assembly", "Broker", "Channels", "CloudScanners", "Contracts", "Fleet", "Cron", "Cryptography",
                "Dashboard", "DocumentText", "StructuredOutput", "HTTPServer", "JSON", "InvoiceDocuments", "Invoices",
                "Jobs",
                "Operations", "Postgres", "Reactor", "Redis", "Schemas", "Storage", "Stripe", "Tracing",
            ]),

        .target(name: "Launcher", dependencies: ["HTTPClient", "Operations", "Reactor"]),
        program(
            "CLI",
            on: [
                "AWS", "Accounts", "Assembly", "Billing", "Channels", "Fleet", "Cron", "Cryptography", "Generations",
                "HTTPClient", "JSON", "Jobs", "Launcher", "ModelProviders",
                "Notifications", "Operations",
                "Postgres",
                "Redis",
                "Storage", "Stripe",
            ]),
        program("Enqueuer", on: ["Assembly", "Execution", "Fleet", "Jobs", "Operations", "Storage"]),
        // The workers.
        program(
            "ScanWorker", on: ["AWS", "Accounts", "CloudScanners", "Fleet", "Flotilla", "HTTPClient", "Scans"],
            path: "Workers/ScanWorker"),
        program(
            "NotifyWorker",
            on: [
                "AWS", "Channels", "Contracts", "Fleet", "Flotilla", "HTTPClient", "Notifications", "SMTPClient",
                "School",
            ],
            path: "Workers/NotifyWorker"),
        program(
            "BillingWorker",
            on: ["Accounts", "Billing", "Fleet", "Flotilla", "HTTPClient", "Invoices", "School", "Stripe"],
            path: "Workers/BillingWorker"),
        program("AIWorker", on: ["Fleet", "Flotilla", "Generations", "HTTPClient"], path: "Workers/AIWorker"),
        program("BenchWorker", on: ["Fleet", "Flotilla"], path: "Workers/BenchWorker"),

        // What the product is measured beside: the servers' own clients, bare; and what measures.
        .target(
            name: "Bare",
            dependencies: [
                "Assembly", "Broker", "CHiredis", "CLibcurl", "CLibpq", "Execution", "Jobs", "Postgres", "Reactor",
                "Redis",
                "Storage",
            ], path: "Benchmarks/Bare"),
        program(
            "Bench",
            on: [
                "Assembly", "Bare", "Billing", "Execution", "HTTPClient", "Invoices", "Jobs", "ModelProviders",
                "Operations", "Postgres", "Reactor", "Redis", "SMTPClient", "Storage", "Vectors",
            ],
            path: "Benchmarks/Bench"),

        // Tests, and the real parts that they run against.
        support("PythonHelpers", exclude: ["Scripts"]),
        support("AWSTestSupport", on: ["PythonHelpers"], exclude: ["Scripts"]),
        support("ChannelTestSupport", on: ["AWSTestSupport", "PythonHelpers"], exclude: ["Scripts"]),
        support("MailTestSupport", on: ["PythonHelpers"], exclude: ["Scripts"]),
        support("StripeTestSupport", on: ["PythonHelpers"], exclude: ["Scripts"]),
        support("TraceTestSupport", on: ["PythonHelpers"], exclude: ["Scripts"]),
        support("ModelTestSupport", on: ["PythonHelpers"], exclude: ["Scripts"]),
        support(
            "FleetTestSupport",
            on: ["HTTPClient", "Postgres", "PostgresTestSupport", "Reactor", "RedisTestSupport", "TestSupport"]),
        .executableTarget(
            name: "OperationsProbe", dependencies: ["Operations", "Reactor"], path: "Tests/Support/OperationsProbe"),
        support("PostgresTestSupport", on: ["Postgres", "TestSupport"]),
        support("FaultProxy", on: ["Reactor"]),
        support("TestSupport"),
        support("RedisTestSupport", on: ["Reactor"]),
        support("RawHTTP"),
        support("MovieLens", on: ["Recommender"]),
        .executableTarget(
            name: "RecommenderProbe", dependencies: ["MovieLens", "Recommender"], path: "Tests/Support/RecommenderProbe"
        ),
        .testTarget(
            name: "RecommenderTests", dependencies: ["Cryptography", "MovieLens", "Recommender", "TestSupport"]),
        .executableTarget(
            name: "LauncherProbe", dependencies: ["Launcher", "Operations"], path: "Tests/Support/LauncherProbe"),
        .testTarget(
            name: "LauncherTests",
            dependencies: ["HTTPClient", "Launcher", "LauncherProbe", "Operations", "Reactor", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AWSTestSupport", "Cryptography", "FleetTestSupport", "HTTPClient", "Postgres", "Redis",
                "RedisTestSupport",
                "TestSupport", "TraceTestSupport",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "TracingTests",
            dependencies: ["Operations", "PythonHelpers", "TestSupport", "TraceTestSupport", "Tracing"]),
        .testTarget(
            name: "ChaosTests",
            dependencies: [
                "FaultProxy", "FleetTestSupport", "HTTPClient", "Postgres", "PostgresTestSupport", "Redis",
                "RedisTestSupport",
                "TestSupport",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "AttackTests",
            dependencies: [
                "Cryptography", "FleetTestSupport", "Operations", "Postgres", "RawHTTP", "TestSupport",
            ]),
        .testTarget(
            name: "OutageTests",
            dependencies: [
                "Assembly", "FleetTestSupport", "Postgres", "PostgresTestSupport", "Redis", "RedisTestSupport",
                "TestSupport",
            ]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "CLITests", dependencies: ["CLI"]),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Accounts", "Billing", "Cryptography", "Fleet", "FleetTestSupport", "HTTPServer", "JSON", "Jobs",
                "Notifications",
                "Operations",
                "Postgres", "PostgresTestSupport", "RawHTTP", "Reactor", "RedisTestSupport", "School", "TestSupport",
            ]),
        .testTarget(
            name: "RedisTests", dependencies: ["FaultProxy", "Redis", "RedisTestSupport", "TestSupport"]),
        .testTarget(name: "ReactorTests", dependencies: ["Reactor"]),
        .testTarget(
            name: "OperationsTests", dependencies: ["Operations", "OperationsProbe", "Reactor", "TestSupport"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"], exclude: ["Python"]),
        .testTarget(name: "PostgresTests", dependencies: ["CLibpq", "Postgres", "PostgresTestSupport", "TestSupport"]),
        .testTarget(
            name: "AccountsTests",
            dependencies: ["AWS", "Accounts", "Cryptography", "Postgres", "PostgresTestSupport", "Storage"]),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["CLinux", "HTTPServer", "JSON", "RawHTTP", "Reactor", "TestSupport"]),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "PythonHelpers", "Reactor"]),
        .testTarget(name: "SMTPClientTests", dependencies: ["MailTestSupport", "SMTPClient", "TestSupport"]),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "AWSTestSupport", "HTTPClient", "TestSupport"]),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "AWS", "AWSTestSupport", "Channels", "ChannelTestSupport", "Cryptography", "HTTPClient",
                "MailTestSupport", "Operations", "Reactor", "SMTPClient", "TestSupport",
            ]),
        .testTarget(
            name: "StripeTests",
            dependencies: [
                "ChannelTestSupport", "Cryptography", "HTTPClient", "Operations", "Stripe", "StripeTestSupport",
                "TestSupport",
            ]),
        .testTarget(
            name: "ModelProvidersTests",
            dependencies: ["HTTPClient", "ModelProviders", "ModelTestSupport", "TestSupport"]),
        .testTarget(
            name: "CloudScannersTests",
            dependencies: ["AWS", "AWSTestSupport", "CloudScanners", "FaultProxy", "HTTPClient", "TestSupport"]),
        .testTarget(
            name: "ScansTests",
            dependencies: [
                "Assembly", "Fleet", "CloudScanners", "Jobs", "Operations", "Postgres", "PostgresTestSupport",
                "Scans", "Storage", "TestSupport",
            ]),
        .testTarget(
            name: "NotificationsTests",
            dependencies: [
                "Accounts", "Contracts", "Cron", "Cryptography", "HTTPServer", "JSON", "Notifications", "PythonHelpers",
                "TestSupport",
            ],
            exclude: ["Scripts"]),
        .testTarget(
            name: "InvoicesTests", dependencies: ["Contracts", "Cron", "Invoices", "PythonHelpers", "TestSupport"],
            exclude: ["Scripts"]),
        .testTarget(
            name: "NotifyWorkerTests",
            dependencies: [
                "ChannelTestSupport", "FleetTestSupport", "HTTPClient", "MailTestSupport", "Notifications", "Postgres",
                "TestSupport",
            ]),
        .testTarget(
            name: "GenerationsTests",
            dependencies: [
                "Assembly", "Contracts", "Fleet", "Generations", "JSON", "Jobs", "ModelProviders", "Operations",
                "Postgres",
                "PostgresTestSupport", "PythonHelpers", "Storage", "StructuredOutput", "TestSupport", "Vectors",
            ]),
        .testTarget(name: "SchoolTests", dependencies: ["JSON", "School"]),
        .testTarget(
            name: "AIWorkerTests",
            dependencies: [
                "FleetTestSupport", "ModelTestSupport", "Postgres", "StructuredOutput", "TestSupport",
            ]),
        .testTarget(
            name: "SchoolRoadTests",
            dependencies: [
                "Cryptography", "FleetTestSupport", "MailTestSupport", "ModelTestSupport", "Postgres", "TestSupport",
            ]),
        .testTarget(
            name: "BillingWorkerTests",
            dependencies: [
                "Accounts", "Assembly", "Billing", "ChannelTestSupport", "FleetTestSupport", "HTTPClient", "Invoices",
                "Jobs", "Operations",
                "Postgres",
                "Storage",
                "Stripe", "StripeTestSupport", "TestSupport",
            ]),
        .testTarget(
            name: "LibraryTests", dependencies: ["FleetTestSupport", "Flotilla", "FlotillaTesting", "TestSupport"]),
        .testTarget(
            name: "InvoiceDocumentsTests",
            dependencies: [
                "Contracts", "Cryptography", "InvoiceDocuments", "Invoices", "PDF", "PythonHelpers", "TestSupport",
            ],
            exclude: ["Scripts"]),
        .testTarget(
            name: "DocumentTextTests",
            dependencies: ["Contracts", "Cryptography", "DocumentText", "Reactor", "TestSupport"]),
        .testTarget(
            name: "StructuredOutputTests",
            dependencies: ["Contracts", "JSON", "PythonHelpers", "StructuredOutput", "TestSupport"],
            exclude: ["Scripts"]),
        .testTarget(name: "VectorsTests", dependencies: ["TestSupport", "Vectors"]),
        .testTarget(name: "JobsTests", dependencies: ["Jobs"]),
        .executableTarget(
            name: "ScheduleProbe", dependencies: ["Assembly", "Jobs", "Operations", "Storage"],
            path: "Tests/Support/ScheduleProbe"),
        .testTarget(
            name: "ScheduleTests",
            dependencies: [
                "Assembly", "Fleet", "Cron", "FaultProxy", "Jobs", "Operations", "Postgres", "PostgresTestSupport",
                "PythonHelpers", "Reactor", "ScheduleProbe", "Storage", "TestSupport",
            ],
            exclude: ["Scripts"]),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Assembly", "Fleet", "FaultProxy", "JSON", "Jobs", "Operations", "Postgres", "PostgresTestSupport",
                "Storage", "TestSupport",
            ]),
        .testTarget(
            name: "BrokerTests",
            dependencies: [
                "Assembly", "Broker", "Fleet", "FaultProxy", "Jobs", "Operations", "Postgres",
                "PostgresTestSupport", "Reactor", "Redis", "RedisTestSupport", "Storage", "TestSupport",
            ]),
        .testTarget(
            name: "ExecutionTests",
            dependencies: [
                "Assembly", "Broker", "Fleet", "Execution", "Jobs", "Operations", "Postgres",
                "PostgresTestSupport", "Reactor", "Redis", "RedisTestSupport", "Storage", "TestSupport", "Tracing",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
