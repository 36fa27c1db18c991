/// A user of the operating system and its group, each by name or number.
struct SystemUser: Sendable, Hashable {
    let name: String
    let group: String
}
