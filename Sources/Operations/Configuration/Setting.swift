/// A value that was set, and where.
struct Setting: Sendable, Hashable {
    enum Origin: Sendable, Hashable {
        case environment
        case file(line: Int)
        case flag
        /// The file that its `NAME_FILE` names.
        case secretFile(path: String)
    }

    let value: String
    let origin: Origin
}
