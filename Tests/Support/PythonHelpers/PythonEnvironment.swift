import Foundation

/// The Python environment of `./test`, with all that `Scripts/requirements/test.txt` pins.
public enum PythonEnvironment {
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// Its interpreter.
    public static func python() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folder = environment["FLOTILLA_TEST_VENV"].flatMap { $0.isEmpty ? nil : $0 }
        guard let folder else {
            throw Missing(description: "FLOTILLA_TEST_VENV is not set: run the tests by ./test, which makes it")
        }
        return folder + "/bin/python"
    }
}
