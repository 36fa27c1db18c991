public import Contracts
public import Foundation
import Postgres

extension SchoolStore {
    /// Of one school, from the lines of its pupils: of the paths and classes that the reader sees.
    /// - Parameters:
    ///   - first: the first day, in UTC.
    ///   - last: the last day.
    public func indicators(
        of tenant: UUID, for reader: SchoolReader, from first: CalendarDay, through last: CalendarDay
    ) async throws -> LearningIndicators {
        let (first, last) = (first.description, last.description)
        let rows = try await database.query(
            """
            with path as (
                select path.id, path.name, path.professor_id from flotilla.learning_paths path
                where path.tenant = \(tenant) and \(reader.seesPath)
            ), class as (
                select class.id, class.name from flotilla.classes class
                where class.tenant = \(tenant) and \(reader.seesClass)
            ), member as (
                select class_id, user_id from flotilla.class_members
                where tenant = \(tenant) and role = 'student' and class_id in (select id from class)
            ), line as (
                select path_id, student_id, to_char(day, 'YYYY-MM') as month, sessions, questions, scored, score_sum,
                    seconds
                from flotilla.revision_indicators
                where tenant = \(tenant) and day between \(first)::text::date and \(last)::text::date
                    and path_id in (select id from path)
            ), place as (
                select path_id, student_id, progress from flotilla.learning_path_students
                where tenant = \(tenant) and path_id in (select id from path)
            ), lines as (
                select 'total' as part, null::text as key, line.* from line
                union all select 'month', month, line.* from line
                union all select 'path', path_id::text, line.* from line
                union all
                select 'professor', professor_id::text, line.* from line join path on path.id = line.path_id
                union all select 'class', class_id::text, line.* from line join member on user_id = student_id
            ), places as (
                select 'total' as part, null::text as key, place.* from place
                union all select 'path', path_id::text, place.* from place
                union all
                select 'professor', professor_id::text, place.* from place join path on path.id = place.path_id
                union all select 'class', class_id::text, place.* from place join member on user_id = student_id
            ), sums as (
                select part, coalesce(key, '') as key, \(Self.sums), count(distinct student_id) filter (where sessions > 0) as active
                from lines group by 1, 2
            ), stands as (
                select part, coalesce(key, '') as key, count(*) as places, avg(progress)::float8 as progress,
                    count(*) filter (where progress = 100) as completed
                from places group by 1, 2
            ), ranked as (
                select *, row_number() over (
                    partition by part order by coalesce(sessions, 0) desc, key) as rank
                from sums full join stands using (part, key)
            )
            select ranked.*, case part
                when 'path' then (select name from path where id::text = key)
                when 'class' then (select name from class where id::text = key)
                when 'professor' then (
                    select \(Self.name("users")) from flotilla.users where id::text = key and account = \(tenant))
                end as name
            from ranked where part in ('total', 'month') or rank <= \(Int32(LearningIndicators.most))
            order by part, case when part = 'month' then key end, rank
            """, of: tenant)
        return try LearningIndicators(rows)
    }

    /// Of every school, from their totals.
    public func indicators(from first: CalendarDay, through last: CalendarDay) async throws -> SchoolIndicators {
        let (first, last) = (first.description, last.description)
        let rows = try await database.query(
            """
            with line as (
                select tenant, to_char(day, 'YYYY-MM') as month, sessions, questions, scored, score_sum, seconds
                from (
                    select tenant, day, sessions, questions, scored, score_sum, seconds from flotilla.revision_totals
                    union all
                    select tenant, day, sessions, questions, scored, score_sum, seconds from flotilla.revision_movements
                ) part
                where day between \(first)::text::date and \(last)::text::date
            ), sums as (
                select tenant, month, \(Self.sums), 0::bigint as active
                from line group by grouping sets ((), (month), (tenant))
            ), ranked as (
                select *, row_number() over (partition by tenant is null order by sessions desc, tenant) as rank from sums
            )
            select tenant::text, month, sessions, questions, scored, score_sum, seconds, active
            from ranked where tenant is null or rank <= \(Int32(SchoolIndicators.most))
            order by tenant is not null, month, rank
            """, as: Self.operators)
        let schools = try rows.compactMap { try $0.decode("tenant", as: String?.self).flatMap(UUID.init(uuidString:)) }
        return try SchoolIndicators(rows, names: try await names(of: schools))
    }

    /// What accounts call themselves.
    private func names(of accounts: [UUID]) async throws -> [UUID: String] {
        if accounts.isEmpty { return [:] }
        let rows = try await database.query(
            "select id, name from flotilla.account_names(\(accounts))", as: Self.operators)
        return Dictionary(
            try rows.map { (try $0.decode("id", as: UUID.self), try $0.decode("name", as: String.self)) }
        ) { first, _ in first }
    }

    private static let sums: Query = """
        sum(sessions)::bigint as sessions, sum(questions)::bigint as questions, sum(scored)::bigint as scored,
        sum(score_sum)::bigint as score_sum, sum(seconds)::bigint as seconds
        """
}

extension LearningIndicators {
    fileprivate init(_ rows: Rows) throws {
        for row in rows {
            let (sums, places) = (try Sums(row), try Places(row))
            let key = try row.decode("key", as: String.self)
            func group() throws -> Group {
                Group(id: UUID(uuidString: key), name: try row.decode("name"), sums: sums, places: places)
            }
            switch try row.decode("part", as: String.self) {
            case "total": (total, self.places) = (sums, places)
            case "month": months.append((key, sums))
            case "path": paths.append(try group())
            case "class": classes.append(try group())
            default: professors.append(try group())
            }
        }
    }
}

extension SchoolIndicators {
    fileprivate init(_ rows: Rows, names: [UUID: String]) throws {
        for row in rows {
            let sums = try LearningIndicators.Sums(row)
            if let text = try row.decode("tenant", as: String?.self), let tenant = UUID(uuidString: text) {
                schools.append(Line(tenant: tenant, name: names[tenant], sums: sums))
            } else if let month = try row.decode("month", as: String?.self) {
                months.append((month, sums))
            } else {
                total = sums
            }
        }
    }
}

extension LearningIndicators.Sums {
    fileprivate init(_ row: Row) throws {
        func number(_ name: String) throws -> Int { Int(clamping: try row.decode(name, as: Int64?.self) ?? 0) }
        sessions = try number("sessions")
        questions = try number("questions")
        scored = try number("scored")
        score = scored == 0 ? nil : Double(try number("score_sum")) / Double(scored)
        seconds = try number("seconds")
        activeStudents = try number("active")
    }
}

extension LearningIndicators.Places {
    fileprivate init(_ row: Row) throws {
        count = Int(clamping: try row.decode("places", as: Int64?.self) ?? 0)
        progress = try row.decode("progress")
        completed = Int(clamping: try row.decode("completed", as: Int64?.self) ?? 0)
    }
}
