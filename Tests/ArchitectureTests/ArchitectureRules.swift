import Foundation
import Testing

@Suite("The house rules")
struct ArchitectureRules {
    /// An arrow may only point down: a room imports rooms of lower floors.
    private static let floors: [[String]] = [
        ["CLinux", "CLibpq", "CHiredis", "CLibcurl", "CMicrohttpd", "COpenSSL", "CCrypt", "CCairo", "CSite", "CZlib"],
        ["JSON", "Reactor"],
        [
            "Operations", "Postgres", "Redis", "HTTPClient", "SMTPClient", "HTTPServer", "Cryptography", "PDF", "Cron",
            "Jobs", "Recommender", "Schemas", "Vectors",
        ],
        ["Tracing"],
        ["AWS", "Dashboard", "Launcher"],
        [
            "Storage", "Broker", "Execution", "CloudScanners", "Channels", "Contracts", "ModelProviders", "Stripe",
        ],
        ["Assembly", "Invoices", "DocumentText", "StructuredOutput"],
        ["Flotilla", "Accounts", "Bare", "InvoiceDocuments"],
        // Domains: none knows another, but each may know accounts.
        ["FlotillaTesting"] + domains,
        ["Fleet"],
        ["API", "Enqueuer", "CLI", "Bench"] + workers,
    ]
    /// The rooms that wrap C, the one that reads JSON text, the one that measures what C alone can do, the one that compares
    /// vectors as they lie in memory, and the one that reads the names of stored properties: a pointer may be touched nowhere else.
    private static let clients: Set<String> = [
        "JSON", "Reactor", "Operations", "Postgres", "Redis", "HTTPClient", "SMTPClient", "HTTPServer", "Cryptography",
        "PDF", "Vectors", "Bare", "Dashboard", "Schemas",
    ]
    private static let workers = Project.folders(in: "Workers")
    /// The rooms that hold a descriptor, but for accounts, and but for what serves tests.
    private static let domains = Set(
        ((try? Project.sources.get()) ?? []).filter { $0.text.contains(": FleetDomain {") }.map(\.room)
    ).subtracting(["Accounts", "Assembly"]).sorted()

    private var files: [Project.File] {
        get throws { try Project.sources.get() }
    }

    private static var floorOf: [String: Int] {
        var floor: [String: Int] = [:]
        for (number, rooms) in floors.enumerated() {
            for room in rooms { floor[room] = number }
        }
        return floor
    }

    @Test("an import only points to a lower floor")
    func floors() throws {
        let floorOf = Self.floorOf
        for file in try files {
            let own = try #require(floorOf[file.room], "\(file.path): give the room \(file.room) a floor")
            for name in file.imports {
                guard let other = floorOf[name] else { continue }
                #expect(other < own, "\(file.path) imports \(name)")
            }
        }
    }

    @Test("C is imported by clients alone, and never in public")
    func cLibraries() throws {
        let c = Set(Self.floors[0])
        for file in try files {
            for name in file.imports where c.contains(name) {
                #expect(Self.clients.contains(file.room), "\(file.path) imports \(name)")
                #expect(!file.text.contains("public import \(name)"), "\(file.path) shows \(name)")
            }
        }
    }

    @Test("the loop that runs jobs knows no driver, and a worker opens no connection")
    func drivers() throws {
        let drivers: Set<String> = ["Postgres", "Redis", "Storage", "Broker"]
        for file in try files where file.room == "Execution" || file.room == "Jobs" {
            #expect(drivers.isDisjoint(with: file.imports), "\(file.path)")
        }
        for file in try files where Self.workers.contains(file.room) {
            #expect(Set(["Postgres", "Redis", "Broker"]).isDisjoint(with: file.imports), "\(file.path)")
        }
        for file in try files where file.room == "Jobs" {
            #expect(Set(file.imports).isSubset(of: ["Foundation", "Synchronization"]), "\(file.path)")
        }
    }

    @Test("a driver imports no other driver")
    func driversApart() throws {
        let drivers: Set<String> = ["Postgres", "Redis", "HTTPClient", "SMTPClient", "HTTPServer"]
        for file in try files where drivers.contains(file.room) {
            #expect(drivers.subtracting([file.room]).isDisjoint(with: file.imports), "\(file.path)")
        }
    }

    /// The login of `flotilla up` may not enter that role, and that of most tests may.
    @Test("accounts of others are read by functions: no domain enters the role that owns them")
    func accountsRole() throws {
        for file in try files where file.room != "Accounts" && !file.path.hasSuffix("DatabaseRoles.swift") {
            #expect(!file.text.contains("as: \"flotilla_accounts\""), "\(file.path)")
        }
    }

    @Test("outside the clients nothing is unsafe or unchecked")
    func unsafety() throws {
        for file in try files where !Self.clients.contains(file.room) {
            for word in ["@unchecked Sendable", "nonisolated(unsafe)", "@safe", "unsafeBitCast"] {
                #expect(!file.text.contains(word), "\(file.path) says \(word)")
            }
        }
    }

    @Test("what is unchecked says why it holds")
    func reasons() throws {
        for file in try files {
            for (index, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                let around = file.lines[max(0, index - 4)...min(file.lines.count - 1, index + 4)]
                #expect(around.contains { $0.contains("//") }, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test("only Operations reads the environment")
    func environment() throws {
        for file in try files where file.room != "Operations" {
            for word in ["ProcessInfo.processInfo.environment", "getenv("] {
                #expect(!file.text.contains(word), "\(file.path) says \(word)")
            }
        }
    }

    @Test("a file is read in one go: at most 300 lines")
    func sizes() throws {
        for file in try files + Project.files(in: ["Tests"]) {
            #expect(file.lines.count <= 300, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("no type is called like a module")
    func names() throws {
        let modules = Set(Self.floors.joined())
        for file in try files {
            for line in file.lines where modules.contains(where: { line.contains(" \($0)") }) {
                let declaration = line.firstMatch(of: #/(?:struct|class|enum|actor|protocol) (\w+)/#)
                guard let name = declaration.map({ String($0.output.1) }),
                    Self.floors.last?.contains(file.room) == false
                else { continue }
                #expect(!modules.contains(name), "\(file.path) declares \(name)")
            }
        }
    }
}
