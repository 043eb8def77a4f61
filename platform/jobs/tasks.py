from celery import shared_task

from jobs import services


@shared_task(name="jobs.tasks.sweep")
def sweep() -> int:
    return services.jobs_sweep()
