import AWS
import Foundation
import Testing

@testable import Accounts

@Suite("Requests to sign up and in")
struct RequestTests {
    private func signUp(_ json: String) throws -> SignUpRequest {
        try SignUpRequest(JSONDecoder().decode(SignUpRequest.Body.self, from: Data(json.utf8)))
    }

    private func pointers(_ body: () throws -> some Any) -> [String] {
        do {
            _ = try body()
            return []
        } catch {
            return (error as? InvalidRequest)?.problems.map(\.pointer) ?? ["other error"]
        }
    }

    @Test("a full sign-up is read, a short one is filled in")
    func good() throws {
        let full = try signUp(
            #"{"email":" A@B.C ","password":"long enough","company_name":" École ","role_arn":"arn:aws:iam::123456789012:role/x"}"#
        )
        #expect(full.email.text == "A@b.c")
        #expect(full.companyName == "École")
        #expect(full.roleARN?.description == "arn:aws:iam::123456789012:role/x")
        let short = try signUp(#"{"email":"a@school.example","password":"long enough","other":1}"#)
        #expect(short.companyName == "school.example")
        #expect(short.roleARN == nil)
    }

    @Test("everything that is wrong with a sign-up is said at once, each at its place")
    func bad() {
        #expect(pointers { try signUp("{}") } == ["/email", "/password"])
        #expect(
            pointers {
                try signUp(#"{"email":"x","password":"short","company_name":"","role_arn":"x"}"#)
            } == ["/email", "/password", "/company_name", "/role_arn"])
        #expect(
            pointers { try signUp(#"{"email":"a@b.c","password":"long enough","company_name":"two\nlines"}"#) }
                == ["/company_name"])
        let long = String(repeating: "x", count: 201)
        #expect(
            pointers { try signUp(#"{"email":"a@b.c","password":"long enough","company_name":"\#(long)"}"#) }
                == ["/company_name"])
    }

    @Test("a problem's message does not repeat the value")
    func messages() {
        do {
            _ = try signUp(#"{"email":"hunter2","password":"hunter2"}"#)
            Issue.record("accepted")
        } catch {
            #expect(!String(reflecting: error).contains("hunter2"))
        }
    }

    @Test("a sign-in asks for both fields, and not for the rules of new passwords")
    func signIn() throws {
        let body = SignInRequest.Body(email: "A@b.c", password: Password("short"))
        #expect(try SignInRequest(body).email.key == "a@b.c")
        #expect(pointers { try SignInRequest(.init(email: nil, password: nil)) } == ["/email", "/password"])
        #expect(pointers { try SignInRequest(.init(email: "x", password: Password(""))) } == ["/email", "/password"])
    }
}
