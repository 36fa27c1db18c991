import Foundation
import Testing

@testable import Operations

@Suite("The .env file")
struct EnvironmentFileTests {
    private func values(_ text: String) -> [String: String] {
        EnvironmentFile(text: text).settings.mapValues(\.value)
    }

    @Test("comments, quotes, escapes, export and line ends are understood")
    func forms() {
        let text = """
            # a comment
            PLAIN=value with spaces   # and a comment
            export EXPORTED=yes
              SPACED = padded\t
            HASH=a#b
            SINGLE='literal $HOME \\n # kept' # dropped
            DOUBLE="two\\nlines \\"quoted\\" \\\\ \\$HOME"
            EMPTY=
            EMPTY_QUOTED=""
            exported=lower
            EQUALS=a=b=c
            CARRIAGE=return\r
            LAST=first
            LAST=second
            """
        #expect(
            values("\u{FEFF}" + text) == [
                "PLAIN": "value with spaces", "EXPORTED": "yes", "SPACED": "padded", "HASH": "a#b",
                "SINGLE": "literal $HOME \\n # kept", "DOUBLE": "two\nlines \"quoted\" \\ $HOME", "EMPTY": "",
                "EMPTY_QUOTED": "", "exported": "lower", "EQUALS": "a=b=c", "CARRIAGE": "return", "LAST": "second",
            ])
    }

    @Test("nothing is expanded")
    func noExpansion() {
        #expect(values("A=$HOME\nB=`id`\nC=$(id)\n") == ["A": "$HOME", "B": "`id`", "C": "$(id)"])
    }

    @Test(
        "a malformed line is an error that names the line and shows none of its text",
        arguments: ["hunter2", "=hunter2", "9X=hunter2", "A B=hunter2", "K='hunter2", "K=\"hunter2\" hunter2"])
    func malformed(line: String) {
        let file = EnvironmentFile(text: "OK=1\n\n\(line)\n")
        #expect(file.problems.count == 1)
        let message = file.problems.first?.description ?? ""
        #expect(message.hasPrefix(".env line 3 "))
        #expect(!message.contains("hunter2") || line == "hunter2")
        #expect(file.settings["OK"]?.value == "1")
    }

    @Test("a file that is not text is an error, a folder of that name and no file are not")
    func unusable() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            let path = directory.appending(path: ".env")
            func problems() -> Int {
                ConfigurationReader(
                    environment: [:], arguments: [], directory: directory.path, known: Variable.ofEveryFleet
                ).problems.count
            }
            #expect(problems() == 0)
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: false)
            #expect(problems() == 0)
            try FileManager.default.removeItem(at: path)
            try Data([0x41, 0x3D, 0xFF, 0xFE]).write(to: path)
            #expect(problems() == 1)
        }
    }
}
