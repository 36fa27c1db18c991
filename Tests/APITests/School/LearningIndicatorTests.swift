import FleetTestSupport
import Foundation
import Jobs
import Operations
import Postgres
import School
import Testing

@testable import API

@Suite("Indicators of the school") struct LearningIndicatorTests {
    /// A session that ends with a score of 50.
    private func session(_ member: Classroom.Member, _ path: String, questions: Int = 0) async throws {
        let made = try await member.post(
            "/revision-sessions",
            ["learning_path_id": .string(String(path.split(separator: "/").last ?? "")), "step": 1])
        guard let session = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        for _ in 0..<questions {
            let asked = try await member.post("\(session)/questions", ["text": "Why seven?"])
            guard asked.status == 202 else { throw Classroom.Unexpected(asked) }
        }
        let ended = try await member.post("\(session)/end", ["answers": [["question": "1", "choices": [1]]]])
        guard ended.status == 202 else { throw Classroom.Unexpected(ended) }
    }

    private func recount(_ room: Classroom) async throws -> JSON {
        let recount = IndicatorRecount(
            store: SchoolStore(database: room.api.context.connections.domains), logger: room.api.context.logger)
        guard case .succeeded(let success) = try await recount.run(as: room.api.context.minter.mint()) else {
            throw Classroom.Unexpected("the recount did not succeed")
        }
        return try JSON(parsing: success.result)
    }

    private func change(_ room: Classroom, _ statement: Query) async throws {
        _ = try await room.api.context.connections.domains.query(statement, as: "flotilla_dispatcher")
    }

    @Test("sessions, questions, scores, time and progress add up by path, class, professor and month") func sums()
        async throws
    {
        try await Classroom.with { room in
            let (first, second) = (room.students[0], room.students[1])
            let made = try await room.professor.post("/classes", ["name": "6e A", "student_ids": [first.name]])
            #expect(made.status == 201, "\(made)")
            let path = try await room.validatedPath()
            try await session(first, path, questions: 2)
            try await session(second, path)

            let found = try await room.api.send(.get, "/indicators", as: .school)
            #expect(found.status == 200, "\(found)")
            let total = found["total"]
            #expect(total["sessions"] == 2 && total["questions"] == 2 && total["scored_sessions"] == 2, "\(total)")
            #expect(total["score"] == 50 && total["active_students"] == 2 && total["places"] == 2)
            #expect(total["progress"] == 50 && total["completed"] == 0)
            #expect(found["by_month"].array.count == 1 && found["by_month"][0]["sessions"] == 2, "\(found)")
            #expect(found["by_path"].array.count == 1 && found["by_path"][0]["name"] == "Bridges")
            let byClass = found["by_class"]
            #expect(byClass.array.count == 1 && byClass[0]["name"] == "6e A", "\(byClass)")
            #expect(byClass[0]["sessions"] == 1 && byClass[0]["questions"] == 2 && byClass[0]["places"] == 1)
            #expect(found["by_professor"].array.count == 1)
            #expect(found["by_professor"][0]["id"] == room.professor.name && found["by_professor"][0]["places"] == 2)

            let none = try await room.api.send(.get, "/indicators?from=2020-01&to=2020-02", as: .school)
            #expect(none["total"]["sessions"] == 0 && none["total"]["places"] == 2, "\(none)")
            #expect(try await room.api.send(.get, "/indicators?from=2020-01", as: .school).status == 400)
        }
    }

    @Test("a professor sees own paths and classes alone, a pupil nothing, and another school is not there") func walls()
        async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            try await session(room.students[0], path)
            _ = try await room.api.send(
                .post, "/classes", ["name": "All", "student_ids": .array(room.students.map(\.name))], as: .school)
            let other = try await Classroom.member(.professor, of: room.api)
            let seen = try await other.get("/indicators")
            #expect(seen.status == 200 && seen["total"]["sessions"] == 0 && seen["total"]["places"] == 0, "\(seen)")
            #expect(seen["by_class"] == [] && seen["by_path"] == [] && seen["by_professor"] == [])
            #expect(try await room.professor.get("/indicators")["total"]["sessions"] == 1)
            #expect(try await room.students[0].get("/indicators").status == 403)
            let foreign = "/indicators?tenant=\(UUID().uuidString.lowercased())"
            #expect(try await room.api.send(.get, foreign, as: .school).status == 404)
            #expect(try await room.professor.get(foreign).status == 404)
        }
    }

    @Test("an administrator sees all schools, before and after their totals are folded") func allSchools() async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            try await session(room.students[0], path)
            let store = SchoolStore(database: room.api.context.connections.domains)
            for _ in 0..<2 {
                let found = try await room.api.send(.get, "/indicators", as: .admin)
                #expect(found["total"]["sessions"] == 1 && found["total"]["score"] == 50, "\(found)")
                #expect(found["by_school"].array.count == 1 && found["by_school"][0]["name"] == "Company")
                #expect(found["by_school"][0]["sessions"] == 1 && found["by_month"][0]["sessions"] == 1)
                #expect(try await store.foldMovements() == false)
            }
            let own = try await room.api.send(
                .get, "/indicators?tenant=\(room.api.tenant.uuidString.lowercased())", as: .admin)
            #expect(own["by_path"].array.count == 1 && own["by_school"] == nil, "\(own)")
        }
    }

    @Test("a recount finds nothing where nothing is wrong, and mends and reports what is") func recounted() async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            for student in room.students { try await session(student, path, questions: 1) }
            #expect(try await recount(room)["differences"] == 0)

            // A line that is wrong, one that is missing, one of no session, progress, and a school's total.
            let (first, second) = (room.students[0].id, room.students[1].id)
            try await change(room, "update flotilla.revision_indicators set sessions = 7 where student_id = \(first)")
            try await change(
                room, "update flotilla.learning_path_students set progress = 3 where student_id = \(first)")
            try await change(
                room,
                """
                with gone as (
                    update flotilla.revision_sessions set student_id = \(UUID()) where student_id = \(second) returning 1
                ) select count(*) from gone
                """)
            _ = try await SchoolStore(database: room.api.context.connections.domains).foldMovements()
            try await change(room, "update flotilla.revision_totals set seconds = seconds + 5")
            let found = try await recount(room)
            #expect(found["differences"] == 5, "\(found)")
            #expect(try await recount(room)["differences"] == 0)
            let total = try await room.api.send(.get, "/indicators", as: .school)["total"]
            #expect(total["sessions"] == 2 && total["questions"] == 2 && total["progress"] == 50, "\(total)")
            let everywhere = try await room.api.send(.get, "/indicators", as: .admin)["total"]
            #expect(everywhere["sessions"] == 2 && everywhere["seconds"] == total["seconds"], "\(everywhere)")
        }
    }

    @Test("sessions of one day add up in the totals of the schools, whenever these are folded") func day() async throws
    {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            let store = SchoolStore(database: room.api.context.connections.domains)
            for count in [1, 2, 3] {
                try await session(room.students[0], path, questions: 1)
                for _ in 0..<2 {
                    let total = try await room.api.send(.get, "/indicators", as: .admin)["total"]
                    #expect(total["sessions"] == .number(Double(count)) && total["score"] == 50, "\(total)")
                    #expect(total["questions"] == .number(Double(count)), "\(total)")
                    _ = try await store.foldMovements()
                }
            }
            #expect(try await room.count("select count(*) from flotilla.revision_indicators") == 1)
            let found = try await recount(room)
            #expect(found["differences"] == 0, "\(found)")
            #expect(try await store.recountedDifferences() == nil, "it is noted with the job's result")
        }
    }

    @Test("a line that changes while a recount corrects it is left to the next one") func meanwhile() async throws {
        try await Classroom.with { room in
            let path = try await room.validatedPath()
            try await session(room.students[0], path)
            try await change(room, "update flotilla.revision_indicators set sessions = 7")
            let found = try await room.meanwhile(
                "update flotilla.revision_indicators set sessions = 8",
                after: "select set_config('role', 'flotilla_dispatcher', true)"
            ) { try await recount(room) }
            #expect(found["differences"].int ?? 0 > 0, "\(found)")
            let held = "select sum(sessions)::bigint from flotilla.revision_indicators" as Query
            #expect(try await room.count(held) == 8)
            _ = try await recount(room)
            #expect(try await room.count(held) == 1)
        }
    }

    @Test("sessions that end while a recount runs are no difference, and lose nothing") func beside() async throws {
        try await Classroom.with(students: 8) { room in
            let path = try await room.validatedPath()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for student in room.students { group.addTask { try await session(student, path) } }
                group.addTask {
                    for _ in 0..<5 {
                        let found = try await recount(room)
                        #expect(found["differences"] == 0, "\(found)")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await recount(room)["differences"] == 0)
            let total = try await room.api.send(.get, "/indicators", as: .school)["total"]
            #expect(total["sessions"] == 8 && total["active_students"] == 8, "\(total)")
        }
    }
}
