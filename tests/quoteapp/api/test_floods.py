"""Whatever the longest texts are made of, they cost little more than prose of their length."""

from quoteapp.language.library import library
from tests.factories import make_job
from tests.floods import floods, processor_time, slower
from tests.quoteapp.api.test_jobs import GOOD


def test_start_job_reads_any_query_at_three_times_the_cost_of_prose_at_most(client):
    def cost(query):
        library().speller.forget()  # Who floods us sends new words every time.
        return processor_time(lambda: client.post("/api/start-job", json=GOOD | {"query": query}))

    assert slower(cost, floods()) == {}


def test_complete_job_reads_any_answer_at_three_times_the_cost_of_prose_at_most(client):
    def cost(answer):
        job = make_job()
        body = {"job_id": job.id, "answers": {question.id: answer for question in job.asked}}
        return processor_time(lambda: client.post("/api/complete-job", json=body))

    assert slower(cost, list(floods())[::24]) == {}
