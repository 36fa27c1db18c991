import Foundation
import Synchronization
import Testing

@testable import Operations

@Suite("Secrets in files")
struct SecretFileTests {
    private static let known = Variable.ofEveryFleet

    private func reader(_ environment: [String: String], _ arguments: [String] = [], _ directory: URL)
        -> ConfigurationReader
    {
        ConfigurationReader(
            environment: environment, arguments: arguments, directory: directory.path, known: Self.known,
            isTerminal: false)
    }

    private func write(_ text: String, to url: URL) throws { try Data(text.utf8).write(to: url) }

    private func problems(_ reader: ConfigurationReader) -> String {
        do throws(ConfigurationError) {
            try reader.finish()
            return ""
        } catch {
            return error.description
        }
    }

    @Test("what NAME_FILE names is the value of NAME, without space around it, by the environment, .env and flags")
    func read() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            let file = directory.appending(path: "redis")
            try write("\n redis://:word@localhost\r\n", to: file)
            let common = { (reader: inout ConfigurationReader) in
                reader.secretURL(.redisURL, schemes: URLForm.redis).reveal()
            }
            for (environment, arguments) in [
                (["REDIS_URL_FILE": file.path], []), (["REDIS_URL": "", "REDIS_URL_FILE": "redis"], []),
                ([:], ["--redis-url-file", file.path]),
            ] as [([String: String], [String])] {
                var reader = reader(environment, arguments, directory)
                #expect(common(&reader) == "redis://:word@localhost")
                #expect(reader.secretFile(of: .redisURL)?.path == file.path)
                try reader.finish()
            }
            try write("REDIS_URL_FILE=redis\n", to: directory.appending(path: ".env"))
            var dotted = reader([:], [], directory)
            #expect(common(&dotted) == "redis://:word@localhost")
            #expect(dotted.secretFiles.map(\.name) == ["REDIS_URL_FILE"])
        }
    }

    @Test("a secret that is set twice is refused with both names")
    func both() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try write(String(repeating: "s", count: 40), to: directory.appending(path: "secret"))
            let reader = reader(
                ["JWT_SECRET": String(repeating: "t", count: 40), "JWT_SECRET_FILE": "secret"], [], directory)
            #expect(problems(reader).contains("JWT_SECRET_FILE is set, and so is JWT_SECRET: "))
        }
    }

    @Test("a file that is no secret's is refused with its name, and what it holds is not shown")
    func refused() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            try write(" \n", to: directory.appending(path: "empty"))
            try write("wrong://word", to: directory.appending(path: "wrong"))
            try FileManager.default.createDirectory(
                at: directory.appending(path: "folder"), withIntermediateDirectories: false)
            #expect(mkfifo(directory.appending(path: "pipe").path, 0o600) == 0)
            for name in ["missing", "folder", "pipe"] {
                #expect(
                    problems(reader(["REDIS_URL_FILE": name], [], directory)).contains(
                        "REDIS_URL_FILE held \"\(name)\", which cannot be read"))
            }
            #expect(problems(reader(["REDIS_URL_FILE": "empty"], [], directory)).contains("which is empty"))
            var reader = reader(["REDIS_URL_FILE": "wrong"], [], directory)
            _ = reader.secretURL(.redisURL, schemes: URLForm.redis)
            let text = problems(reader)
            #expect(text.contains("REDIS_URL held") && text.contains("(\(directory.path)/wrong)"))
            #expect(!text.contains("word"))
        }
    }

    @Test("AWS's and our own settings that end in _FILE keep their meaning")
    func ownMeaning() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            var reader = reader(
                ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/later", "JWT_PUBLIC_KEY_FILE": "/none"], [], directory)
            #expect(reader.optionalString(.awsContainerTokenFile) == "/later")
            #expect(reader.secretFiles.isEmpty)
            try reader.finish()
        }
    }

    @Test("a file that is swapped as mounts are is taken over, and one that is wrong or gone changes nothing")
    func renewed() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            // As Kubernetes does: NAME -> ..data/NAME, ..data -> a folder of one version.
            func swap(_ version: String, _ text: String?) throws {
                let folder = directory.appending(path: version)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
                if let text { try write(text, to: folder.appending(path: "url")) }
                let next = directory.appending(path: "..next")
                try FileManager.default.createSymbolicLink(atPath: next.path, withDestinationPath: version)
                #expect(rename(next.path, directory.appending(path: "..data").path) == 0)
            }
            try swap("v1", "redis://:one@localhost")
            try FileManager.default.createSymbolicLink(
                atPath: directory.appending(path: "url").path, withDestinationPath: "..data/url")
            var reader = reader(["REDIS_URL_FILE": "url"], [], directory)
            let secret = reader.secretURL(.redisURL, schemes: URLForm.redis)
            try reader.finish()
            let seen = Mutex<[String]>([])
            secret.onChange { value in seen.withLock { $0.append(value) } }
            let file = try #require(reader.secretFiles.first)
            #expect(file.look() == .same)

            try swap("v2", "redis://:two@localhost\n")
            #expect(file.look() == .renewed && file.look() == .same)
            #expect(secret.reveal() == "redis://:two@localhost")

            try swap("v3", "no URL")
            guard case .refused = file.look() else { return #expect(Bool(false), "a value of another form was taken") }
            #expect(file.look() == .same, "the same complaint is made once")
            try swap("v4", nil)
            guard case .refused = file.look() else { return #expect(Bool(false), "a file that is gone was taken") }
            #expect(secret.reveal() == "redis://:two@localhost")

            try swap("v5", "redis://:five@localhost")
            #expect(file.look() == .renewed)
            #expect(seen.withLock { $0 } == ["redis://:two@localhost", "redis://:five@localhost"])
            #expect("\(secret)" == "***")
        }
    }
}
