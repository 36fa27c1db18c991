import Foundation
import Testing

@testable import Operations

@Suite("The configuration reader")
struct ConfigurationReaderTests {
    private func reader(
        _ environment: [String: String] = [:], _ arguments: [String] = [], directory: String = "/nonexistent"
    ) -> ConfigurationReader {
        ConfigurationReader(
            environment: environment, arguments: arguments, directory: directory, known: Variable.ofEveryFleet,
            isTerminal: false)
    }

    private func lines(_ reader: ConfigurationReader) -> [String] {
        do throws(ConfigurationError) {
            try reader.finish()
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    @Test("a flag wins over the environment, which wins over the file")
    func precedence() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try Data("PORT=1\nHOST=from.file\nLEASE=9s\n".utf8).write(to: directory.appending(path: ".env"))
            var reader = reader(
                ["PORT": "2", "HOST": "from.environment"], ["--port", "3"], directory: directory.path)
            #expect(reader.port(.port) == 3)
            #expect(reader.host(.host) == "from.environment")
            #expect(reader.duration(.lease, in: .zero ... .seconds(60)) == .seconds(9))
            try reader.finish()
        }
    }

    @Test("an empty value is the same as none, and in the environment hides the file's")
    func empty() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try Data("METRICS_PORT=9000\n".utf8).write(to: directory.appending(path: ".env"))
            var unset = reader(directory: directory.path)
            #expect(unset.optionalPort(.metricsPort) == 9000)
            var hidden = reader(["METRICS_PORT": " \n", "PORT": ""], directory: directory.path)
            #expect(hidden.optionalPort(.metricsPort) == nil)
            #expect(hidden.port(.port) == 8080)
        }
    }

    @Test(
        "flags take both forms, either case, dashes or underscores",
        arguments: [["--shutdown-grace=5s"], ["--SHUTDOWN_GRACE", "5s"], ["--Shutdown_Grace=5s"]])
    func flags(arguments: [String]) throws {
        var reader = reader([:], arguments)
        #expect(reader.duration(.shutdownGrace, in: .zero ... .seconds(60)) == .seconds(5))
        try reader.finish()
    }

    @Test("a switch takes no value, and its short name is not read from the environment")
    func switches() throws {
        var on = reader([:], ["--bench", "--port", "0"])
        #expect(on.boolean(.bench) && on.port(.port) == 0)
        try on.finish()
        var off = reader(["BENCH": "1"])
        #expect(off.boolean(.bench) == false)
    }

    @Test("everything wrong is reported at once, a line each, with name, value and what it should hold")
    func allAtOnce() {
        var reader = reader(
            ["PORT": "80a80", "SHUTDOWN_GRACE": "25", "LOG_LEVEL": "loud", "FLOTILLA_BENHC": "1"],
            ["--concurrency=0", "--prot", "1", "stray"])
        _ = reader.port(.port)
        _ = reader.duration(.shutdownGrace, in: .zero ... .seconds(3600))
        _ = reader.choice(.logLevel, default: LogLevel.info)
        _ = reader.integer(.concurrency, in: 1...10)
        _ = reader.url(.databaseURL, schemes: ["postgresql"])
        #expect(
            lines(reader) == [
                "--prot is not a flag of this program: did you mean --port?",
                "the argument \"stray\" is not understood: flags read --name value",
                "FLOTILLA_BENHC held \"1\", but there is no such variable: did you mean FLOTILLA_BENCH?",
                "PORT held \"80a80\": it should be a port from 0 to 65535, 0 for any free one",
                "SHUTDOWN_GRACE held \"25\": it should be a time such as 500ms, 25s, 2m or 1h, from 0s to 1h",
                "LOG_LEVEL held \"loud\": it should be one of trace, debug, info, warning, error",
                "CONCURRENCY held \"0\" (--concurrency): it should be a whole number from 1 to 10",
                "DATABASE_URL is not set: it should be a URL that starts with postgresql:// "
                    + "(PostgreSQL, as a libpq URI; several hosts allowed)",
            ])
    }

    @Test("a value's place is named: the file's line or the flag")
    func origins() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try Data("# ports\n\nPORT=many\n".utf8).write(to: directory.appending(path: ".env"))
            var reader = reader(directory: directory.path)
            _ = reader.port(.port)
            #expect(lines(reader).first?.hasPrefix("PORT held \"many\" (.env line 3): ") == true)
        }
    }

    @Test("an unknown FLOTILLA_ name is refused, with the nearest known name or all of them")
    func unknownNames() {
        #expect(lines(reader(["FLOTILLA_DRI": "x"])).first?.hasSuffix("did you mean FLOTILLA_DIR?") == true)
        #expect(lines(reader(["FLOTILLA_PORT": "1"])).first?.hasSuffix("did you mean PORT?") == true)
        let told = lines(reader(["FLOTILLA_WONDERFUL": "1"])).first ?? ""
        for variable in Variable.ofEveryFleet where variable.name.hasPrefix("FLOTILLA_") {
            #expect(told.contains(variable.name))
        }
        #expect(lines(reader(["FLOTILLA_BENCH": "1", "OTHER_NAME": "x"])).isEmpty)
        // A program that does not know every domain of its fleet refuses only what looks misspelt.
        func lenient(_ name: String) -> [String] {
            lines(
                ConfigurationReader(
                    environment: [name: "1"], arguments: [], directory: "/nonexistent", known: Variable.ofEveryFleet,
                    unknownNames: .refusedWhenClose, isTerminal: false))
        }
        #expect(lenient("FLOTILLA_WONDERFUL").isEmpty && lenient("FLOTILLA_DRI").count == 1)
    }

    @Test("no message shows a secret, whatever is wrong with it")
    func secretsInMessages() {
        let password = "hunter2"
        var reader = reader([
            "DATABASE_URL": "mysql://app:\(password)@db/app", "REDIS_URL": password, "JWT_SECRET": password,
            "FLOTILLA_API_TOKEN": password,
        ])
        _ = reader.url(.databaseURL, schemes: ["postgresql"])
        _ = reader.url(.redisURL, schemes: ["redis"])
        _ = reader.optionalSecret(.jwtSecret, minimumBytes: 32)
        let lines = lines(reader)
        #expect(lines.count == 4)
        #expect(!lines.joined().contains(password))
        #expect(lines.contains { $0.hasPrefix("DATABASE_URL held \"mysql://***\": ") })
        #expect(lines.contains { $0.hasPrefix("JWT_SECRET held *** (7 bytes): it should hold at least 32 bytes") })
    }

    @Test("a secret prints as stars in every way of printing")
    func secretType() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["x": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(text.contains("***") && !text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2")
    }

    @Test("space and line ends around a value are dropped, control characters inside are refused")
    func space() {
        var reader = reader(["PORT": " 9000\n", "AWS_ACCESS_KEY_ID": " a key \r\n", "AWS_REGION": "eu\u{1B}[31m"])
        #expect(reader.port(.port) == 9000)
        #expect(reader.optionalString(.awsAccessKeyID) == "a key")
        _ = reader.string(.awsRegion)
        #expect(lines(reader) == [#"AWS_REGION held "eu\u{1B}[31m": it should be one line of text"#])
    }

    @Test("durations have a unit; sums and fractions are understood")
    func durations() {
        let good: [String: Duration] = [
            "25s": .seconds(25), "500ms": .milliseconds(500), "2m": .seconds(120), "1h": .seconds(3600),
            "1m30s": .seconds(90), "1.5S": .milliseconds(1500), "0s": .zero,
        ]
        for (text, duration) in good { #expect(Quantity.duration(text) == duration, "\(text)") }
        for text in ["", "25", "s", "-1s", "1 s", "1y", "1..5s", "1s2", "999999999999h", "1e3s", "٣s"] {
            #expect(Quantity.duration(text) == nil, "\(text)")
        }
    }

    @Test("byte sizes know powers of 1,024 and of 1,000")
    func byteSizes() {
        let good = [
            "0": 0, "512": 512, "64K": 65_536, "64kib": 65_536, "64kB": 64_000, "1.5M": 1_572_864, "2GB": 2_000_000_000,
        ]
        for (text, bytes) in good { #expect(Quantity.bytes(text) == bytes, "\(text)") }
        for text in ["", "K", "-1", "1KK", "1 K", "99999T"] { #expect(Quantity.bytes(text) == nil, "\(text)") }
    }

    @Test("hosts and URLs are checked but kept as written, lists of hosts included")
    func places() throws {
        for host in ["127.0.0.1", "::1", "[::1]", "db-1.internal", "localhost", "0.0.0.0"] {
            var good = reader(["HOST": host])
            #expect(good.host(.host) == host.trimmingCharacters(in: ["[", "]"]))
            try good.finish()
        }
        for host in ["a b", "host:80", "http://x", "-", "x/y"] {
            var bad = reader(["HOST": host])
            _ = bad.host(.host)
            #expect(lines(bad).count == 1, "\(host)")
        }
        let several = "postgresql://u:p@h1:5432,h2:5433/app?target_session_attrs=read-write"
        for url in [several, "postgres:///app?host=/run/postgresql"] {
            var good = reader(["DATABASE_URL": url])
            #expect(good.url(.databaseURL, schemes: ["postgresql", "postgres"]) == url)
            try good.finish()
        }
        for url in ["redis://", "redis:/x", "redis:///0", "redis://a b", "http://x"] {
            var bad = reader(["REDIS_URL": url])
            _ = bad.url(.redisURL, schemes: ["redis"])
            #expect(lines(bad).count == 1, "\(url)")
        }
    }

    @Test(
        "of a password that ends its URL early it is said which characters to encode, and nothing else of it",
        arguments: [
            ("postgresql://u:p@ss/w:or d%@host:5432/db", "the password: @ / : space %"),
            ("postgresql://u:a/b@host/db", "the password: /"),
            ("postgresql://u:a@b@host/db?sslmode=require", "the password: @"),
            ("postgresql://u:100%@host/db", "the password: %"),
            ("postgresql://u:p@s?s@host/db", "the password: @ ?"),
            ("postgresql://me@org:pw@host/db", "the user's name: @"),
            ("postgresql://u:p\u{E9}@host/db", "the password: characters beyond ASCII"),
            ("redis://u:a?b@host:6379", "the password: ?"),
            ("redis://:a#b@host:6379/0", "the password: #"),
            ("redis://u:a/b@host", "the password: /"),
        ])
    func rawPasswords(url: String, advice: String) {
        var bad = reader(["DATABASE_URL": url])
        _ = bad.url(.databaseURL, schemes: ["postgresql", "redis"])
        let found = lines(bad)
        #expect(found.count == 1 && found[0].contains("percent-encode these characters in \(advice)"), "\(found)")
        #expect(!found[0].contains("starts with"), "\(found)")
    }

    @Test(
        "a URL that its driver reads whole is let through",
        arguments: [
            "postgresql://u:p%40ss%2Fw%3Aor%20d%25@h/db", "postgresql://u:p:w@h/db", "postgresql:///db?user=a@b",
            "postgresql://u:p@h/db?application_name=a@b", "postgresql://h:5432/db?options=x@y",
            "postgresql://u@[::1]/d",
            "redis://u:a@b@host", "redis://host:6379?client_name=a@b", "redis://:p@[::1]:6379/0",
        ])
    func wholeURLs(url: String) throws {
        var good = reader(["DATABASE_URL": url])
        #expect(good.url(.databaseURL, schemes: ["postgresql", "redis"]) == url)
        try good.finish()
    }

    @Test("a file must be there and be a file; its path comes back absolute")
    func files() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try Data("key".utf8).write(to: directory.appending(path: "key.pem"))
            var good = reader(["JWT_PUBLIC_KEY_FILE": "key.pem"], directory: directory.path)
            #expect(good.optionalFile(.jwtPublicKeyFile) == directory.appending(path: "key.pem").path)
            try good.finish()
            for name in ["missing.pem", "."] {
                var bad = reader(["JWT_PUBLIC_KEY_FILE": name], directory: directory.path)
                #expect(bad.optionalFile(.jwtPublicKeyFile) == nil)
                #expect(lines(bad).count == 1)
            }
        }
    }

    @Test("every spelling of a name is near what was meant, and nothing is near something else")
    func spelling() {
        #expect(Spelling.distance("kitten", "sitting") == 3)
        #expect(Spelling.distance("BENHC", "BENCH") == 1)
        #expect(Spelling.distance("", "abc") == 3)
        #expect(Spelling.nearest(to: "XYZ", in: ["DATABASE_URL"]) == nil)
        for variable in Variable.ofEveryFleet {
            #expect(Spelling.nearest(to: variable.name, in: Variable.ofEveryFleet.map(\.name)) == variable.name)
        }
    }
}
