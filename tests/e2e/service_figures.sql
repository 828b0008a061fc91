-- The service figures of a quarter, written without looking at the program: for Asia/Shanghai
-- (UTC+8, no summer time), targets of 24 and 2 hours of elapsed time.
-- :start and :end are local days of the quarter, :now is a UTC instant.

-- Key clients of that day, and those met in the quarter by voice or in person.
WITH key_client AS (
    SELECT client.id FROM client
    WHERE (archived_at IS NULL OR archived_at > :now) AND (
        SELECT tier || ' ' || (status <> 'closed') FROM standing
        WHERE standing.client_id = client.id AND since_at <= :now
        ORDER BY since_at DESC, id DESC LIMIT 1) = 'key 1'
), met AS (
    SELECT DISTINCT client_id FROM interaction
    WHERE outcome = 'reached' AND channel NOT IN ('wechat', 'sms', 'email', 'event')
        AND date(at, '+8 hours') >= :start AND at <= :now
), reply AS (
    SELECT coalesce(responded_at, :now) AS until, responded_at IS NOT NULL AS stopped,
        datetime(started_at, CASE priority WHEN 'urgent' THEN '+2 hours' ELSE '+24 hours' END)
            AS due
    FROM request_clock WHERE date(started_at, '+8 hours') BETWEEN :start AND :end
), promise AS (
    -- Local midnight stands for the whole day: until its last second.
    SELECT done_at, cancelled_at, CASE strftime('%H:%M:%S', due_at, '+8 hours')
        WHEN '00:00:00' THEN datetime(due_at, '+1 day', '-1 second') ELSE datetime(due_at) END
        AS due
    FROM callback WHERE date(due_at, '+8 hours') BETWEEN :start AND :end
)
SELECT 'cadence.key_coverage', sum(id IN (SELECT client_id FROM met)), count(*) FROM key_client
UNION ALL
SELECT 'sla.response', sum(stopped AND datetime(until) <= due), count(*) FROM reply
WHERE stopped OR datetime(until) > due
UNION ALL
SELECT 'callbacks.on_time', sum(done_at IS NOT NULL AND datetime(done_at) <= due), count(*)
FROM promise
WHERE (done_at IS NOT NULL OR due < datetime(:now))
    AND (cancelled_at IS NULL OR datetime(cancelled_at) > due);
