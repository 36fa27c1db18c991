import Foundation
import Testing

@testable import Operations

@Suite("The configurations of the processes")
struct ProcessConfigurationTests {
    private static let servers = ["DATABASE_URL": "postgresql://u@h/d", "REDIS_URL": "redis://h:6379/0"]
    private static let secret = String(repeating: "s", count: 32)

    private func read<Configuration>(
        _ environment: [String: String], _ arguments: [String] = [], isTerminal: Bool = false,
        _ body: (inout ConfigurationReader) -> Configuration
    ) throws -> Configuration {
        let reader = ConfigurationReader(
            environment: Self.servers.merging(environment) { $1 }, arguments: arguments, directory: "/nonexistent",
            known: Variable.ofEveryFleet, isTerminal: isTerminal)
        return try ConfigurationReader.read(from: reader, body)
    }

    @Test("defaults are those of the reference")
    func defaults() throws {
        let common = try read([:]) { CommonConfiguration(&$0) }
        #expect(common.shutdownGrace == .seconds(25) && common.lease == .seconds(30))
        #expect(common.logLevel == .info && common.logFormat == .json)
        #expect(common.metricsPort == nil && !common.allowsBench)
        #expect(try read([:], isTerminal: true) { CommonConfiguration(&$0) }.logFormat == .text)
        let api = try read(["JWT_SECRET": Self.secret]) { APIConfiguration(&$0) }
        #expect(api.host == "127.0.0.1" && api.port == 8080)
    }

    @Test("the catalogue's defaults can all be read, and its names are unique")
    func catalogue() throws {
        #expect(Set(Variable.ofEveryFleet.map(\.name)).count == Variable.ofEveryFleet.count)
        _ = try read(["JWT_SECRET": Self.secret]) { reader in
            _ = APIConfiguration(&reader)
            _ = WorkerConfiguration(&reader, defaultConcurrency: 8)
            _ = AWSConfiguration(&reader)
            _ = RetentionConfiguration(&reader)
        }
    }

    @Test("the API wants exactly one way to check tokens, and a long secret")
    func tokenKey() async throws {
        #expect(throws: ConfigurationError.self) { try read([:]) { APIConfiguration(&$0) } }
        #expect(throws: ConfigurationError.self) { try read(["JWT_SECRET": "short"]) { APIConfiguration(&$0) } }
        try await TestSupport.inTemporaryDirectory { directory in
            let file = directory.appending(path: "key.pem")
            try Data("key".utf8).write(to: file)
            #expect(throws: ConfigurationError.self) {
                try read(["JWT_SECRET": Self.secret, "JWT_PUBLIC_KEY_FILE": file.path]) { APIConfiguration(&$0) }
            }
            let api = try read(["JWT_PUBLIC_KEY_FILE": file.path]) { APIConfiguration(&$0) }
            guard case .publicKeyFile(file.path) = api.tokenKey else {
                Issue.record("not the file")
                return
            }
        }
    }

    @Test("the proxies to trust are addresses and networks, and one that is neither is an error")
    func trustedProxies() throws {
        func networks(_ text: String?) throws -> [String] {
            let environment = ["JWT_SECRET": Self.secret, "FLOTILLA_TRUSTED_PROXIES": text].compactMapValues { $0 }
            return try read(environment) { APIConfiguration(&$0) }.trustedProxies.map { "\($0)" }
        }
        #expect(try networks(nil) == [])
        #expect(try networks("10.0.0.0/8, 2001:db8::1,127.0.0.1") == ["10.0.0.0/8", "2001:db8::1", "127.0.0.1"])
        for wrong in ["proxy.example.org", "10.0.0.0/8,", "10.0.0.0/33", "*", "10.0.0.0/8 127.0.0.1"] {
            #expect(throws: ConfigurationError.self, "\(wrong)") { _ = try networks(wrong) }
        }
    }

    @Test("the pages that may call are origins as browsers write them, and what is none is an error")
    func corsOrigins() throws {
        func origins(_ text: String?) throws -> [String] {
            let environment = ["JWT_SECRET": Self.secret, "FLOTILLA_CORS_ORIGINS": text].compactMapValues { $0 }
            return try read(environment) { APIConfiguration(&$0) }.corsOrigins
        }
        #expect(try origins(nil) == [])
        #expect(
            try origins("https://App.example.org:443, http://localhost:3000,http://[::1]:80")
                == ["https://app.example.org", "http://localhost:3000", "http://[::1]"])
        for wrong in [
            "*", "null", "app.example.org", "https://app.example.org/", "https://a@app.example.org", "ftp://a",
            "https://a,", "https://a b", "https://", "https://a?x", "https://a:0", "https://a:99999",
        ] {
            #expect(throws: ConfigurationError.self, "\(wrong)") { _ = try origins(wrong) }
        }
    }

    @Test("a worker has its own default of concurrency, and --bench needs leave")
    func worker() throws {
        #expect(try read([:]) { WorkerConfiguration(&$0, defaultConcurrency: 12) }.concurrency == 12)
        #expect(
            try read([:], ["--concurrency=3"]) { WorkerConfiguration(&$0, defaultConcurrency: 12) }.concurrency == 3)
        #expect(throws: ConfigurationError.self) {
            try read([:], ["--bench"]) { WorkerConfiguration(&$0, defaultConcurrency: 1) }
        }
        let bench = try read(["FLOTILLA_BENCH": "1"], ["--bench"]) { WorkerConfiguration(&$0, defaultConcurrency: 1) }
        #expect(bench.servesBench)
    }
}
