/// What this program is, in `flotilla_build_info`, in worker sessions and in `Server` headers.
public enum Version {
    public static let current = "0.2.0"

    /// The most significant first.
    static var numbers: [Int] { current.split(separator: ".").compactMap { Int($0) } }
}
