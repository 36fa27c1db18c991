import Foundation

/// A token that another program writes into a file, and replaces there.
enum TokenFile {
    private static let most = 16 << 10

    /// - Throws: a sentence that names the file and nothing of what is in it.
    static func read(_ path: String, advice: String) throws(CredentialsFailure) -> String {
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: most + 1) ?? Data()
        } catch {
            throw CredentialsFailure("The file \(path) cannot be read.", advice: advice)
        }
        let token = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, bytes.count <= most, token.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw CredentialsFailure("The file \(path) holds no token of one line.", advice: advice)
        }
        return token
    }
}
