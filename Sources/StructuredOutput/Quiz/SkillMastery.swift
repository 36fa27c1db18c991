/// How well a skill is mastered, by the marks of its questions.
public struct SkillMastery: Sendable, Hashable {
    public let skill: String
    /// The mean of the marks, from 0 to 1.
    public let score: Double
    /// How many questions asked for it: one answer proves little.
    public let count: Int

    public init(skill: String, score: Double, count: Int) {
        (self.skill, self.score, self.count) = (skill, score, count)
    }

    /// Skills by name. Two spellings that differ in case, white space or marks at the ends are one skill, with the first
    /// spelling.
    public static func of(_ marks: [QuizMark]) -> [SkillMastery] {
        var groups: [String: (skill: String, sum: Double, count: Int)] = [:]
        for mark in marks {
            guard let skill = mark.skill else { continue }
            let key = ComparableText.of(skill)
            guard !key.isEmpty else { continue }
            let group = groups[key] ?? (skill, 0, 0)
            groups[key] = (group.skill, group.sum + mark.score, group.count + 1)
        }
        return groups.sorted { $0.key < $1.key }.map {
            SkillMastery(skill: $0.value.skill, score: $0.value.sum / Double($0.value.count), count: $0.value.count)
        }
    }
}
