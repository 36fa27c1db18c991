import Foundation
import HTTPServer
import JSON
import Jobs

/// The member `after`: ids of jobs, and places of earlier jobs in the same list as `"#0"`.
struct ParentList {
    private(set) var known: [JobID] = []
    private(set) var indices: [Int] = []

    var isEmpty: Bool { known.isEmpty && indices.isEmpty }
    var count: Int { known.count + indices.count }

    /// - Parameter place: of the job that follows.
    init?(_ list: [JSONValue], before place: Int) {
        for element in list {
            guard let text = element.stringValue else { return nil }
            if text.hasPrefix("#") {
                guard let index = Int(text.dropFirst()), (0..<place).contains(index) else { return nil }
                indices.append(index)
            } else {
                guard let id = JobID(text) else { return nil }
                known.append(id)
            }
        }
        // Each counts once, however often it is named.
        known = Set(known).sorted()
        indices = Set(indices).sorted()
    }

    init() {}

    func ids(earlier: [JobID]) -> [JobID] { known + indices.map { earlier[$0] } }
}

extension FieldReader {
    /// - Parameter place: of the job in its list; 0 when there are no earlier ones.
    mutating func parents(_ field: Field<JSONValue>, before place: Int) -> ParentList {
        guard let json = read(field) else { return ParentList() }
        if let list = json.arrayValue, list.count <= Limits.followed, let parents = ParentList(list, before: place) {
            return parents
        }
        reject(
            field,
            "should be a list of at most \(Limits.followed) ids of jobs"
                + (place > 0 ? ", or places of earlier jobs of the list such as \"#0\"" : ""))
        return ParentList()
    }
}
