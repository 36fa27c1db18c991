import Foundation
import Glibc
import Reactor
import Testing

@testable import Launcher

@Suite("The launcher's files")
struct FilesTests {
    @Test("a shell reads every value back byte for byte", arguments: ["sh", "bash"])
    func quoting(shell: String) async throws {
        let folder = try TemporaryFolder()
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let values = ["plain", "", " two  spaces ", "it's", "''", "$HOME `id` \\ \" !x", "é 🚢 #no", "a=b;c&d|e>f"]
        var variables = ShellVariables()
        for (index, value) in values.enumerated() { variables["V\(index)"] = value }
        try folder.write(variables.text, to: "env")
        let print = values.indices.map { "printf '<%s>\\n' \"$V\($0)\"" }.joined(separator: "; ")
        let command = ProcessCommand(shell, ["-c", ". ./env; \(print)"], workingDirectory: folder.path)
        let result = try await ShortCommand(command: command, limit: .seconds(10), loop: loop).run()
        #expect(result.lines == values.map { "<\($0)>" })
    }

    @Test("setting a variable twice keeps one line, and nil removes it")
    func replacing() {
        var variables = ShellVariables()
        variables["A"] = "1"
        variables["A"] = "2"
        variables["B"] = "3"
        variables["B"] = nil
        #expect(variables.text == "A='2'\n")
    }

    @Test("a private file has mode 600 and is replaced whole: readers see one text or the other")
    func atomicity() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/env"
        let texts = ["a", "b"].map { String(repeating: $0, count: 200_000) }
        try PrivateFile.write(texts[0], to: path)
        let seen = try await withThrowingTaskGroup { group in
            group.addTask {
                for index in 0..<200 { try PrivateFile.write(texts[index % 2], to: path) }
                return Set<String>()
            }
            group.addTask { Set((0..<200).map { _ in PrivateFile.read(path) ?? "missing" }) }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(seen.isSubset(of: texts))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["env"])
    }

    @Test("a folder has one launcher at a time, and the second learns which")
    func lock() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        let first = try DirectoryLock(path: path)
        let refusal = #expect(throws: LaunchError.self) { try DirectoryLock(path: path) }
        #expect(refusal?.description.contains("already running (process \(getpid()))") == true)
        withExtendedLifetime(first) {}
    }

    @Test("a lock file without a holder does not prevent a start")
    func staleLock() throws {
        let folder = try TemporaryFolder()
        try folder.write("4194304\n", to: "lock")
        _ = try DirectoryLock(path: folder.path + "/lock")
    }

    @Test("secrets are made once, kept with mode 600, and what is missing is added")
    func secrets() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/secrets"
        let first = try Secrets(path: path)
        #expect(first.jwtSecret.reveal().utf8.count >= 32)
        let again = try Secrets(path: path)
        #expect(again.jwtSecret == first.jwtSecret)
        #expect(again.generation == first.generation)
        let kept = (PrivateFile.read(path) ?? "").split(separator: "\n").filter { !$0.hasPrefix("JWT_SECRET") }
        try folder.write(kept.joined(separator: "\n") + "\n", to: "secrets", mode: 0o600)
        let renewed = try Secrets(path: path)
        #expect(renewed.jwtSecret != first.jwtSecret)
        #expect(renewed.postgresPassword == first.postgresPassword)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("a port is seen to be in use on a machine with any number of others")
    func manyPorts() throws {
        // The kernel lists sockets in pieces of a page, some 25 each.
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        var ports: [Int] = []
        for _ in 0..<120 {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(listener)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let port = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> UInt16? in
                    guard bind(listener, generic, length) == 0, listen(listener, 1) == 0,
                        getsockname(listener, generic, &length) == 0
                    else { return nil }
                    return pointer.pointee.sin_port.bigEndian
                }
            }
            ports.append(Int(try #require(port)))
        }
        #expect(ports.allSatisfy { PortPicker.isListening($0) })
    }

    @Test("ports are never given twice, and lie outside the range of outgoing connections")
    func ports() throws {
        let picker = PortPicker()
        let ports = try (0..<100).map { _ in try picker.pick() }
        #expect(Set(ports).count == 100)
        #expect(ports.allSatisfy { PortPicker.range.contains($0) && !PortPicker.isListening($0) })
    }

    @Test("the newest PostgreSQL serves new data, and old data the version that made it")
    func postgresVersions() throws {
        let folder = try TemporaryFolder()
        for version in ["9", "14", "15", "17", "junk"] {
            try folder.write("", to: "\(version)/bin/initdb", mode: 0o755)
        }
        try folder.write("", to: "18/bin/psql", mode: 0o755)
        #expect(try PostgresPrograms.find(major: nil, in: folder.path).major == 17)
        #expect(try PostgresPrograms.find(major: 15, in: folder.path).path("x") == "\(folder.path)/15/bin/x")
        for absent in [14, 16] {
            #expect(throws: LaunchError.self) { try PostgresPrograms.find(major: absent, in: folder.path) }
        }
        #expect(throws: LaunchError.self) { try PostgresPrograms.find(major: nil, in: "/nonexistent") }
    }
}
