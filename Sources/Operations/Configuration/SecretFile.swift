import Foundation
import Glibc
import Synchronization

/// The file of a secret, such as Docker and Kubernetes mount, and what it held when it was last right.
///
/// A mount is renewed by another symbolic link, so that contents are compared, and neither times nor inodes.
public final class SecretFile: Sendable {
    /// What a look at the file found.
    enum Look: Sendable, Hashable {
        case same
        case renewed
        /// It is not used; `value` stays. Only the first of such looks in a row says so.
        case refused(String)
    }

    private struct State {
        var value: String
        var complaint: String?
        var rules: [@Sendable (String) -> Bool] = []
        var observers: [@Sendable (String) throws -> Void] = []
    }

    private static let mostBytes = 64 << 10

    /// The variable that names the file.
    public let name: String
    /// Absolute.
    public let path: String
    private let state: Mutex<State>

    /// - Throws: what is wrong with the file, as the rest of a sentence that begins with its path.
    init(name: String, path: String) throws(Unusable) {
        self.name = name
        self.path = path
        state = Mutex(State(value: try Self.content(of: path)))
    }

    struct Unusable: Error {
        let text: String
    }

    var value: String { state.withLock { $0.value } }

    /// Contents for which `rule` is false are not taken over.
    func require(_ rule: @escaping @Sendable (String) -> Bool) { state.withLock { $0.rules.append(rule) } }

    func onChange(_ body: @escaping @Sendable (String) throws -> Void) { state.withLock { $0.observers.append(body) } }

    /// Reads the file again, and hands on what is new.
    func look() -> Look {
        let observers: [@Sendable (String) throws -> Void]
        let value: String
        do throws(Unusable) {
            value = try Self.content(of: path)
            let rules = state.withLock { $0.value == value ? [] : $0.rules }
            if !rules.allSatisfy({ $0(value) }) { throw Unusable(text: "holds what is no value of the setting") }
            let found = state.withLock { state -> [@Sendable (String) throws -> Void]? in
                state.complaint = nil
                guard state.value != value else { return nil }
                state.value = value
                return state.observers
            }
            guard let found else { return .same }
            observers = found
        } catch {
            return complain(error.text)
        }
        for observer in observers {
            do {
                try observer(value)
            } catch {
                return complain("holds what cannot be used: \(error)")
            }
        }
        return .renewed
    }

    private func complain(_ text: String) -> Look {
        let isNew = state.withLock { state in
            defer { state.complaint = text }
            return state.complaint != text
        }
        return isNew ? .refused(text) : .same
    }

    private static func content(of path: String) throws(Unusable) -> String {
        var info = stat()
        // A pipe would be waited for.
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size <= mostBytes,
            let file = FileHandle(forReadingAtPath: path)
        else { throw Unusable(text: "cannot be read, or is no file of at most 64 KiB") }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: mostBytes), let text = String(bytes: data, encoding: .utf8) else {
            throw Unusable(text: "is empty or no UTF-8 text")
        }
        let value = text.trimmed
        if value.isEmpty { throw Unusable(text: "is empty") }
        return value
    }
}
