import Testing

@Suite("Nothing that comes from outside ends a process")
struct TrapRules {
    @Test("no subscript, unwrap or conversion trusts a text, a row, a reply or a frame")
    func sources() throws {
        for file in try Project.sources.get() where file.room != "Bench" && file.room != "Bare" {
            let places = TrapFinder.places(in: file.lines, room: file.room)
            #expect(places.isEmpty, "\(file.path) \(places)")
        }
    }

    @Test(
        "the search finds what is planted, and passes over what is looked at first or explained",
        arguments: [
            ("let name = text.split(separator: \",\")[0]", 1), ("let a = text.components(separatedBy: \",\")[1]", 1),
            ("let parts = text.split(separator: \",\")\nuse(parts[0])", 1),
            ("let parts = text.split(separator: \",\")\nguard parts.count == 2 else { return }\nuse(parts[1])", 0),
            ("let parts = text.split(separator: \",\", omittingEmptySubsequences: false)\nuse(parts[0], parts[1])", 1),
            ("let parts = text.split(separator: \",\")\n    func other(parts: [Int]) {\nuse(parts[0])", 0),
            ("let one = list.first!", 1), ("let one = list.last!.name", 1), ("let n = Int(text)!", 1),
            ("let n = UInt16(port)!", 1), ("let x = try! read()", 1), ("fatalError(\"never\")", 1),
            ("let d = Dictionary(uniqueKeysWithValues: rows)", 1), ("precondition(n > 0, \"n\")", 1),
            ("let t = Int(date.timeIntervalSince1970)", 1), ("// let one = list.first!", 0),
            ("// bounds: the list is a constant\nlet one = list.first!", 0), ("if list.first != nil {", 0),
        ] as [(String, Int)])
    func planted(_ text: String, _ count: Int) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(TrapFinder.places(in: lines, room: "Storage").count == count)
    }
}
