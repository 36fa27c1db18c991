import Foundation

/// What Prowler and Cloud Custodian said of the planted estate, and where that is not what Flotilla says.
/// `Scripts/opinions.sh` makes the file.
struct SecondOpinion: Decodable {
    /// A rule applied to a resource.
    struct Subject: Hashable, CustomStringConvertible {
        let account: String
        let rule: String
        let resource: String

        var description: String { "\(account): \(rule) of \(resource)" }
    }

    struct Verdict: Decodable {
        let account: String
        let rule: String
        let resource: String
        let tool: String
        let isMet: Bool

        enum CodingKeys: String, CodingKey {
            case account, rule, resource, tool
            case isMet = "is_met"
        }

        var subject: Subject { Subject(account: account, rule: rule, resource: resource) }
    }

    /// When the tools were asked.
    let made: String
    let versions: [String: String]
    /// How long each took, as `tool.account`.
    let seconds: [String: Double]
    let verdicts: [Verdict]

    static let tools = ["prowler", "custodian"]

    /// What was said when the estate or a tool changed last.
    static func stored() throws -> SecondOpinion {
        let file = PlantedEnvironment.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/second_opinion.json")
        return try JSONDecoder().decode(SecondOpinion.self, from: Data(contentsOf: file))
    }

    /// In words, everything in which the tools and Flotilla are apart and which no table lists, and what a table lists
    /// and is not so.
    /// - Parameter ours: every rule applied to every resource of its type.
    func disagreements(with ours: [Subject: Bool]) -> [String] {
        var said: [String: [Subject: Bool]] = [:]
        for verdict in verdicts { said[verdict.tool, default: [:]][verdict.subject] = verdict.isMet }
        var complaints: [String] = []
        for tool in Self.tools {
            let theirs = said[tool] ?? [:]
            for (subject, isMet) in theirs {
                let known = Self.differences.contains { $0.tool == tool && $0.subject == subject }
                switch ours[subject] {
                case nil: complaints.append("\(tool) speaks of \(subject), Flotilla does not")
                case isMet where known: complaints.append("\(tool) and Flotilla agree on \(subject) by now")
                case .some(let own) where own != isMet && !known:
                    complaints.append("\(subject): \(tool) says \(isMet), Flotilla \(own)")
                default: break
                }
            }
            for difference in Self.differences where difference.tool == tool && theirs[difference.subject] == nil {
                complaints.append("\(tool) says nothing of \(difference.subject) by now")
            }
            for subject in ours.keys {
                let isSilent = Self.silences.contains { $0.covers(subject, tool) }
                if isSilent == (theirs[subject] != nil) {
                    complaints.append("\(tool) \(isSilent ? "speaks" : "says nothing") of \(subject)")
                }
            }
        }
        return complaints.sorted()
    }
}
