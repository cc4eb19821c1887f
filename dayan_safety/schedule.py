"""What the clock starts and when, until an administrator changes it; every run expires before the next is due."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "remind people": {
        "task": "dayan_safety.tasks.remind_people",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "deliver notices": {
        "task": "dayan_safety.tasks.deliver_notices",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "keep the heartbeat": {
        "task": "dayan_safety.tasks.keep_heartbeat",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "verify the history": {
        "task": "dayan_safety.tasks.verify_history_chain",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 82800},
    },
    "forget used forms": {
        "task": "dayan_safety.tasks.forget_used_forms",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 82800},
    },
    "resume lost lists": {
        "task": "dayan_safety.importing.worker.resume_lost_lists",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "open the reports": {
        "task": "committee.tasks.open_reports",
        "schedule": crontab(minute=10),
        "options": {"expires": 3300},
    },
    "open the joint meetings": {
        "task": "committee.tasks.open_joint_meetings",
        "schedule": crontab(minute=5),
        "options": {"expires": 3300},
    },
    "score the years": {
        "task": "assessment.tasks.score_years",
        "schedule": crontab(minute=25),
        "options": {"expires": 3300},
    },
    "propose evidence": {
        "task": "assessment.tasks.propose_evidence",
        "schedule": crontab(hour=2, minute=20),
        "options": {"expires": 82800},
    },
    "score the months": {
        "task": "assessment.tasks.score_months",
        "schedule": crontab(minute=15),
        "options": {"expires": 3300},
    },
    "propose penalties": {
        "task": "assessment.tasks.propose_penalties",
        "schedule": crontab(minute=30),
        "options": {"expires": 3300},
    },
    "close the rounds": {
        "task": "assessment.tasks.close_rounds",
        "schedule": crontab(minute=20),
        "options": {"expires": 3300},
    },
}
