import Foundation

/// Where PostgreSQL's server programs are: Debian keeps each major version in a folder of its own, outside `PATH`.
struct PostgresPrograms: Sendable, Hashable {
    static let oldest = 15

    let major: Int
    private let folder: String

    /// - Parameter major: the version that a data folder needs; nil is the newest there is.
    static func find(major: Int?, in root: String = "/usr/lib/postgresql") throws(LaunchError) -> PostgresPrograms {
        let files = FileManager.default
        let versions = ((try? files.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }.filter {
            $0 >= oldest && files.isExecutableFile(atPath: "\(root)/\($0)/bin/initdb")
        }
        guard let version = major.map({ wanted in versions.first { $0 == wanted } }) ?? versions.max() else {
            let wanted = major.map { "\($0), which made the data" } ?? "\(oldest) or later"
            throw LaunchError("there is no PostgreSQL \(wanted), below \(root)")
        }
        return PostgresPrograms(major: version, folder: "\(root)/\(version)/bin")
    }

    func path(_ program: String) -> String { "\(folder)/\(program)" }
}
