import Foundation

/// What the tests of mail stand on.
public enum MailTestEnvironment {
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// A Python interpreter that has aiosmtpd: that of `./test`.
    public static func python() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folder = environment["FLOTILLA_TEST_VENV"].flatMap { $0.isEmpty ? nil : $0 }
        guard let folder else {
            throw Missing(description: "FLOTILLA_TEST_VENV is not set: run the tests by ./test, which makes it")
        }
        return folder + "/bin/python"
    }
}
