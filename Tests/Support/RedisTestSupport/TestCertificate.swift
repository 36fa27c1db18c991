import Foundation

/// A server certificate signed by an authority made for one test, by the `openssl` command.
public struct TestCertificate: Sendable {
    public let authority: URL
    public let file: URL
    public let key: URL

    public struct Failure: Error {
        public let arguments: [String]
    }

    /// - Parameters:
    ///   - names: what the certificate is valid for, such as `DNS:localhost` or `IP:127.0.0.1`.
    ///   - directory: where its files are put.
    public static func make(for names: [String], in directory: URL) async throws -> TestCertificate {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        func path(_ name: String) -> URL { directory.appending(path: name) }
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try await run(
            ["req", "-x509"] + newKey
                + ["-subj", "/CN=Test Authority", "-days", "2", "-keyout", path("ca.key").path]
                + ["-out", path("ca.crt").path], in: directory)
        try await run(
            ["req"] + newKey
                + ["-subj", "/CN=redis", "-keyout", path("redis.key").path, "-out", path("redis.csr").path],
            in: directory)
        try "subjectAltName=\(names.joined(separator: ","))\n"
            .write(to: path("names"), atomically: true, encoding: .utf8)
        try await run(
            ["x509", "-req", "-in", path("redis.csr").path, "-CA", path("ca.crt").path]
                + ["-CAkey", path("ca.key").path, "-CAcreateserial", "-days", "2"]
                + ["-extfile", path("names").path, "-out", path("redis.crt").path], in: directory)
        return TestCertificate(authority: path("ca.crt"), file: path("redis.crt"), key: path("redis.key"))
    }

    private static func run(_ arguments: [String], in directory: URL) async throws {
        let child = try await ChildProcess.start(["openssl"] + arguments, directory: directory)
        guard await child.succeeds() else { throw Failure(arguments: arguments) }
    }
}
