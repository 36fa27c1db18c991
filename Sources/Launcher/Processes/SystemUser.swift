import Glibc

/// A user of the operating system and its group, each by name or number.
struct SystemUser: Sendable, Hashable {
    let name: String
    let group: String

    /// Whom root lets the fleet run as: `flotilla` where that user exists, else `nobody`.
    static var unprivileged: SystemUser {
        for name in ["flotilla", "nobody"] {
            if let entry = getpwnam(name) { return SystemUser(name: name, group: "\(entry.pointee.pw_gid)") }
        }
        return SystemUser(name: "65534", group: "65534")
    }
}
