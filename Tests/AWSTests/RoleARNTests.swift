import Testing

@testable import AWS

@Suite("Role ARNs")
struct RoleARNTests {
    @Test("a role's ARN is taken apart and written as it was")
    func valid() throws {
        for (text, account, path, name) in [
            ("arn:aws:iam::123456789012:role/scan", "123456789012", "/", "scan"),
            ("arn:aws:iam::000000000001:role/team/a/Flotilla+=,.@-_9", "000000000001", "/team/a/", "Flotilla+=,.@-_9"),
        ] {
            let role = try RoleARN(text)
            #expect(role.accountID == account)
            #expect(role.path == path)
            #expect(role.name == name)
            #expect(role.description == text)
        }
        #expect(try RoleARN("arn:aws-cn:iam::123456789012:role/scan", in: .china).partition == .china)
    }

    @Test(
        "what is not a role's ARN says why, each in its own way",
        arguments: [
            ("", RoleARNProblem.empty),
            ("arn:aws:iam::123456789012:role/" + String(repeating: "a", count: 3000), .tooLong),
            ("arn:aws:iam::123456789012:role/scan\n", .controlCharacter),
            ("arn:aws:iam::123456789012:role/\u{0}", .controlCharacter),
            ("arn:aws:iam::123456789012:role/élan", .notASCII),
            ("arn:aws:iam::12345678901२:role/scan", .notASCII),
            (" arn:aws:iam::123456789012:role/scan", .space),
            ("scan", .notAnARN),
            ("arn:aws:iam::123456789012", .notAnARN),
            ("urn:aws:iam::123456789012:role/scan", .notAnARN),
            ("arn:azure:iam::123456789012:role/scan", .unknownPartition),
            ("arn:aws-cn:iam::123456789012:role/scan", .otherPartition(found: .china, expected: .commercial)),
            ("arn:aws:sts::123456789012:assumed-role/scan/me", .notOfIAM),
            ("arn:aws:iam:eu-west-1:123456789012:role/scan", .hasRegion),
            ("arn:aws:iam::12345678901:role/scan", .badAccountID),
            ("arn:aws:iam::aaaaaaaaaaaa:role/scan", .badAccountID),
            ("arn:aws:iam::123456789012:user/bob", .notARole(.user)),
            ("arn:aws:iam::123456789012:root", .notARole(.root)),
            ("arn:aws:iam::123456789012:instance-profile/x", .notARole(.instanceProfile)),
            ("arn:aws:iam::123456789012:roles/x", .notARole(.other)),
            ("arn:aws:iam::123456789012:role", .badRoleName),
            ("arn:aws:iam::123456789012:role/", .badRoleName),
            ("arn:aws:iam::123456789012:role/a:b", .badRoleName),
            ("arn:aws:iam::123456789012:role/" + String(repeating: "a", count: 65), .badRoleName),
            ("arn:aws:iam::123456789012:role//scan", .badPath),
        ])
    func invalid(_ text: String, _ problem: RoleARNProblem) {
        #expect(throws: problem) { try RoleARN(text) }
        #expect(problem.description.hasSuffix("."))
        #expect(!problem.description.contains("élan") && !problem.description.contains("bob"))
    }

    @Test("every problem has a sentence of its own, but for kinds of resource that are as wrong as one another")
    func sentences() {
        let problems: [RoleARNProblem] = [
            .empty, .tooLong, .controlCharacter, .notASCII, .space, .notAnARN, .unknownPartition, .notOfIAM, .hasRegion,
            .badAccountID, .badRoleName, .badPath, .otherPartition(found: .china, expected: .commercial),
            .notARole(.user), .notARole(.assumedRole), .notARole(.policy),
        ]
        #expect(Set(problems.map(\.description)).count == problems.count)
    }
}
