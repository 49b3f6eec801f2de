BEGIN TRANSACTION;
CREATE TABLE absence (
	guild_xid BIGINT NOT NULL, 
	since BIGINT NOT NULL, 
	is_removed BOOLEAN NOT NULL, 
	erase_at BIGINT, 
	CONSTRAINT pk_absence PRIMARY KEY (guild_xid)
);
CREATE TABLE agreed (
	name VARCHAR(32) NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_agreed PRIMARY KEY (name)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0030');
CREATE TABLE "card" (
	session_id INTEGER NOT NULL, 
	slot VARCHAR(64) NOT NULL, 
	message_xid BIGINT NOT NULL, 
	channel_xid BIGINT, 
	CONSTRAINT pk_card PRIMARY KEY (session_id, slot), 
	CONSTRAINT fk_card_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);
INSERT INTO "card" VALUES(1,'invite:0',1456074443980800042,NULL);
INSERT INTO "card" VALUES(1,'event:0',1456074443980800043,NULL);
INSERT INTO "card" VALUES(3,'invite:0',1457741423968256003,NULL);
INSERT INTO "card" VALUES(3,'gather:0',1457741423968256004,NULL);
INSERT INTO "card" VALUES(3,'stage:0',1457741432356864001,NULL);
INSERT INTO "card" VALUES(3,'stage:1',1457741621100544000,NULL);
INSERT INTO "card" VALUES(3,'stage:2',1457741688209408013,NULL);
INSERT INTO "card" VALUES(3,'turn:1',1457741688209408014,NULL);
INSERT INTO "card" VALUES(3,'turn:2',1457741696598016000,NULL);
INSERT INTO "card" VALUES(3,'turn:3',1457741696598016001,NULL);
INSERT INTO "card" VALUES(3,'turn:4',1457741696598016002,NULL);
INSERT INTO "card" VALUES(3,'turn:5',1457741696598016003,NULL);
INSERT INTO "card" VALUES(3,'turn:6',1457741696598016004,NULL);
INSERT INTO "card" VALUES(3,'turn:7',1457741696598016005,NULL);
INSERT INTO "card" VALUES(3,'turn:8',1457741696598016006,NULL);
INSERT INTO "card" VALUES(3,'stage:3',1457741696598016007,NULL);
INSERT INTO "card" VALUES(3,'turn:9',1457741696598016008,NULL);
INSERT INTO "card" VALUES(3,'turn:10',1457741696598016009,NULL);
INSERT INTO "card" VALUES(3,'turn:11',1457741696598016010,NULL);
INSERT INTO "card" VALUES(3,'turn:12',1457741696598016011,NULL);
INSERT INTO "card" VALUES(3,'turn:13',1457741696598016012,NULL);
INSERT INTO "card" VALUES(3,'turn:14',1457741696598016013,NULL);
INSERT INTO "card" VALUES(3,'turn:15',1457741696598016014,NULL);
INSERT INTO "card" VALUES(3,'turn:16',1457741696598016015,NULL);
INSERT INTO "card" VALUES(3,'stage:4',1457741704986624000,NULL);
INSERT INTO "card" VALUES(4,'invite:0',1457741704986624004,NULL);
INSERT INTO "card" VALUES(4,'gather:0',1457741704986624005,NULL);
INSERT INTO "card" VALUES(4,'stage:0',1457741713375232001,NULL);
INSERT INTO "card" VALUES(4,'stage:1',1457741839204352000,NULL);
INSERT INTO "card" VALUES(4,'stage:2',1457741969227776017,NULL);
INSERT INTO "card" VALUES(4,'turn:1',1457741969227776018,NULL);
INSERT INTO "card" VALUES(4,'gestures:1',1457742103445504001,NULL);
INSERT INTO "card" VALUES(4,'turn:2',1457742124417024000,NULL);
INSERT INTO "card" VALUES(5,'invite:0',1457742199914496003,NULL);
INSERT INTO "card" VALUES(5,'gather:0',1457742199914496004,NULL);
INSERT INTO "card" VALUES(5,'stage:0',1457742208303104001,NULL);
INSERT INTO "card" VALUES(5,'stage:1',1457742397046784000,NULL);
INSERT INTO "card" VALUES(5,'stage:2',1457742464155648011,NULL);
INSERT INTO "card" VALUES(5,'turn:1',1457742464155648012,NULL);
INSERT INTO "card" VALUES(3,'stage:5',1457742493515776000,NULL);
CREATE TABLE cell (
	guild_xid BIGINT NOT NULL, 
	quarter VARCHAR(7) NOT NULL, 
	circle_id INTEGER NOT NULL, 
	format VARCHAR(64) NOT NULL, 
	room VARCHAR(16) NOT NULL, 
	held BOOLEAN NOT NULL, 
	sessions BIGINT NOT NULL, 
	even BIGINT NOT NULL, 
	called_off BIGINT NOT NULL, 
	below_minimum BIGINT NOT NULL, 
	seats_offered BIGINT NOT NULL, 
	seats_taken BIGINT NOT NULL, 
	seats_shared BIGINT NOT NULL, 
	waited BIGINT NOT NULL, 
	storied BIGINT NOT NULL, 
	storied_seats BIGINT NOT NULL, 
	offered_s BIGINT NOT NULL, 
	used_s BIGINT NOT NULL, 
	first_timers BIGINT NOT NULL, 
	asked BIGINT NOT NULL, 
	answered_sessions BIGINT NOT NULL, 
	answered BIGINT NOT NULL, 
	arriving BIGINT NOT NULL, 
	arriving_level BIGINT NOT NULL, 
	leaving BIGINT NOT NULL, 
	leaving_level BIGINT NOT NULL, 
	CONSTRAINT pk_cell PRIMARY KEY (guild_xid, quarter, circle_id, format, room, held)
)
 WITHOUT ROWID

;
CREATE TABLE changed_date (
	schedule_id INTEGER NOT NULL, 
	local VARCHAR(19) NOT NULL, 
	moved_to BIGINT, 
	note VARCHAR(200) NOT NULL, moved_local VARCHAR(19), 
	CONSTRAINT pk_changed_date PRIMARY KEY (schedule_id, local), 
	CONSTRAINT fk_changed_date_schedule_id FOREIGN KEY(schedule_id) REFERENCES schedule (id) ON DELETE CASCADE
);
INSERT INTO "changed_date" VALUES(1,'2026-01-13T19:00:00',NULL,'Public holiday',NULL);
INSERT INTO "changed_date" VALUES(1,'2026-01-20T19:00:00',1769108400000000,'','2026-01-22T20:00:00');
CREATE TABLE circle (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	met_in VARCHAR(7), 
	CONSTRAINT uq_circle_guild_xid_name UNIQUE (guild_xid, name)
);
INSERT INTO "circle" VALUES(1,1456074443980800013,'Tuesday circle','2026-01');
INSERT INTO "circle" VALUES(2,1456074443980800013,'Morning circle','2026-01');
INSERT INTO "circle" VALUES(3,1456074443980800013,'Late circle',NULL);
INSERT INTO "circle" VALUES(4,1456074443980800013,'Evening circle',NULL);
INSERT INTO "circle" VALUES(5,1456074443980800013,'Quiet circle',NULL);
CREATE TABLE contribution (
	"key" BLOB NOT NULL, 
	guild_xid BIGINT NOT NULL, 
	quarter VARCHAR(7) NOT NULL, 
	words BLOB NOT NULL, 
	CONSTRAINT pk_contribution PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "contribution" VALUES(X'2E855FABC190101E802BE114E9667F54',1456074443980800013,'2026-Q1',X'39C2E9B47DA9EBB3C3CDDBA9B1EAF3A8954819FD9FEDED873EEEAF3951464193CF52B9B4254775D89887A117A78C4FA9CB1A29D0EF785107A27B0B8F8749A58E6681D3817BEDC3885F1E014CA66B0D2056E74751BC52A17D19072DB7A529AA8FEF689DBFD731EEC0AB806550B9E1FD949FCE87A7929E8F8F5187D272A35525056B8D45A82466496C9CB62560925FE70F3ADC026CCF67C0D312E1D570961EFE3531F49284ED2612D5948D7ACC473A75F54425975629FD7D0C02021EA25B16D2160C18EA478B032A01BA');
CREATE TABLE course (
	schedule_id INTEGER NOT NULL, 
	held INTEGER NOT NULL, 
	missed INTEGER NOT NULL, 
	places INTEGER, 
	CONSTRAINT pk_course PRIMARY KEY (schedule_id), 
	CONSTRAINT fk_course_schedule_id FOREIGN KEY(schedule_id) REFERENCES schedule (id) ON DELETE CASCADE
);
CREATE TABLE deadline (
	session_id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	due_at BIGINT NOT NULL, slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_deadline PRIMARY KEY (session_id), 
	CONSTRAINT fk_deadline_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);
INSERT INTO "deadline" VALUES(1,'appointment',1767636000000000,0);
INSERT INTO "deadline" VALUES(3,'stage',1767623414000000,0);
INSERT INTO "deadline" VALUES(4,'warning',1767623372000000,0);
INSERT INTO "deadline" VALUES(5,'warning',1767623394000000,0);
CREATE TABLE delivery (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	session_id INTEGER NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	not_before BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	nonce VARCHAR(25) NOT NULL, about TEXT DEFAULT '{}' NOT NULL, slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT fk_delivery_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);
INSERT INTO "delivery" VALUES(210,5,'refresh_turn',1767623299000000,0,'s6g-1Xpq3hx8GY-yQFae4Q','{"turn":1}',0);
CREATE TABLE gathered (
	gathering_id INTEGER NOT NULL, 
	member BLOB NOT NULL, 
	waits BOOLEAN NOT NULL, 
	holds BOOLEAN NOT NULL, 
	asked VARCHAR(8) NOT NULL, 
	language VARCHAR(16), 
	CONSTRAINT pk_gathered PRIMARY KEY (gathering_id, member), 
	CONSTRAINT fk_gathered_gathering_id FOREIGN KEY(gathering_id) REFERENCES gathering (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE gathering (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	channel_xid BIGINT NOT NULL, 
	choices TEXT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	outcome VARCHAR(8) NOT NULL, 
	look_at BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	nonce VARCHAR(25) NOT NULL, 
	message_xid BIGINT, 
	shown VARCHAR(8) NOT NULL, 
	slot INTEGER DEFAULT '0' NOT NULL
);
CREATE TABLE greeting (
	"key" BLOB NOT NULL, 
	guild_xid BIGINT NOT NULL, 
	stage VARCHAR(8) NOT NULL, 
	words BLOB NOT NULL, 
	look_at BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	channel_xid BIGINT, 
	message_xid BIGINT, 
	slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_greeting PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE key_check (
	id INTEGER NOT NULL, 
	value BLOB NOT NULL, 
	CONSTRAINT pk_key_check PRIMARY KEY (id)
);
INSERT INTO "key_check" VALUES(1,X'689DC2AA27E8E0B20476DDD382A28BDF4B34B7B8F7EA1F8DAB112CFB7F4BA3A4');
INSERT INTO "key_check" VALUES(2,X'0D65B7F77F055EBA009E6645F237CA93534875BE314845AD24667F025EC9030B');
CREATE TABLE mark (
	guild_xid BIGINT NOT NULL, 
	place_xid BIGINT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	target BLOB NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	"before" VARCHAR(16) NOT NULL, 
	ours VARCHAR(16) NOT NULL, 
	standing VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_mark PRIMARY KEY (guild_xid, place_xid, kind, target, name)
)
 WITHOUT ROWID

;
INSERT INTO "mark" VALUES(1456074443980800013,1457742199914496001,'overwrite',X'03685F9F1EBB4361A5A5345F74F18AA03BE15B7C47991D9AF9639C9BA7D3879C091719A4B457141E','create_private_threads','neutral','deny','made');
INSERT INTO "mark" VALUES(1456074443980800013,1457742199914496001,'overwrite',X'886517C141DC89F470740181A65CC88F3C4428958E61E6E582DC3167243C50B027F3575D51FE76C0','create_public_threads','neutral','deny','made');
INSERT INTO "mark" VALUES(1456074443980800013,1457742199914496001,'overwrite',X'AAF93C16351A119C28FB3F379BC3AB408523B8C3544353E3DC654EA7F97A0225BC696E9AE1D27549','send_messages','neutral','deny','made');
INSERT INTO "mark" VALUES(1456074443980800013,1457742199914496001,'overwrite',X'F4427F322B6B604BF6D71B9E3BCE6076FDC4CD7C76C34D04D4B175162732ED4FD53F708AADEC0526','send_messages','neutral','allow','made');
INSERT INTO "mark" VALUES(1456074443980800013,1457742199914496001,'overwrite',X'F629C96ACC0408CD0C4A9C7E8ADC9B0DCD0021842802C266193ED2E0A947DD6C0AA3231B4AD47E6A','send_messages_in_threads','neutral','deny','made');
CREATE TABLE next_day_word (
	"key" BLOB NOT NULL, 
	guild_xid BIGINT NOT NULL, 
	words BLOB NOT NULL, 
	send_at BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_next_day_word PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE on_call (
	guild_xid BIGINT NOT NULL, 
	member BLOB NOT NULL, 
	words BLOB NOT NULL, 
	CONSTRAINT pk_on_call PRIMARY KEY (guild_xid, member)
)
 WITHOUT ROWID

;
CREATE TABLE own_format (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	is_draft BOOLEAN NOT NULL, 
	replaces INTEGER, 
	replaces_version INTEGER, 
	version INTEGER NOT NULL, 
	definition TEXT NOT NULL, 
	touched_at BIGINT NOT NULL
);
CREATE TABLE own_prompt (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	theme VARCHAR(30) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	text VARCHAR(300) NOT NULL, 
	contributor VARCHAR(100)
);
INSERT INTO "own_prompt" VALUES(1,1456074443980800013,'general','en','story','Which door did somebody hold open for you?',NULL);
CREATE TABLE prompt_use (
	circle_id INTEGER NOT NULL, 
	prompt_id VARCHAR(64) NOT NULL, nth INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_prompt_use PRIMARY KEY (circle_id, prompt_id), 
	CONSTRAINT fk_prompt_use_circle_id FOREIGN KEY(circle_id) REFERENCES circle (id) ON DELETE CASCADE
);
INSERT INTO "prompt_use" VALUES(2,'open-08',1);
INSERT INTO "prompt_use" VALUES(2,'story-24',2);
INSERT INTO "prompt_use" VALUES(2,'reflect-07',3);
INSERT INTO "prompt_use" VALUES(2,'close-03',4);
INSERT INTO "prompt_use" VALUES(3,'open-14',1);
INSERT INTO "prompt_use" VALUES(3,'story-29',2);
INSERT INTO "prompt_use" VALUES(3,'reflect-14',3);
INSERT INTO "prompt_use" VALUES(3,'close-07',4);
INSERT INTO "prompt_use" VALUES(4,'story-23',1);
INSERT INTO "prompt_use" VALUES(5,'open-16',1);
CREATE TABLE pulse (
	slot INTEGER NOT NULL, 
	alive_at BIGINT NOT NULL, epoch INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_pulse PRIMARY KEY (slot)
);
INSERT INTO "pulse" VALUES(0,1767623279000000,0);
CREATE TABLE question_rest (
	member BLOB NOT NULL, 
	week VARCHAR(8) NOT NULL, 
	CONSTRAINT pk_question_rest PRIMARY KEY (member)
)
 WITHOUT ROWID

;
INSERT INTO "question_rest" VALUES(X'019F43AE626741F8A560D647961080068FFE6A2C24C10001','2026-W02');
INSERT INTO "question_rest" VALUES(X'0EB005C97CA307548B95F9B0AF539AECB46F6BD7F5D98809','2026-W02');
INSERT INTO "question_rest" VALUES(X'16624F937D5FCC1D16718A484B8EC89C74FA30AB7567E6B2','2026-W02');
INSERT INTO "question_rest" VALUES(X'27A77925B81EA37A18B97E1AB7AE1522CB98242520D8CA82','2026-W02');
INSERT INTO "question_rest" VALUES(X'30146C4BDEE63F7A0F512F4E770CBEB7D4E966F6E9AE34A8','2026-W02');
INSERT INTO "question_rest" VALUES(X'3F9416BB745B5D2B950D5EF68FE8724AEF3B7375CBE1079C','2026-W02');
INSERT INTO "question_rest" VALUES(X'42C96EF54A9982D4F367C830E766883348F50A0DD1781E98','2026-W02');
INSERT INTO "question_rest" VALUES(X'53E036297FDEFF85FE5A89B8BAB4B2919D957D3B6FD35CC9','2026-W02');
INSERT INTO "question_rest" VALUES(X'551CFD3D63AEFA08864E053AF8F13E98AB0536CA7339E91F','2026-W02');
INSERT INTO "question_rest" VALUES(X'586F45B802F6F874EA92A709828081EA69ACDB5F9B76FAA0','2026-W02');
INSERT INTO "question_rest" VALUES(X'6A80EDAE3E93E9385FCC08C0683425C27871D10E0BD69EFD','2026-W02');
INSERT INTO "question_rest" VALUES(X'7489C29EBBBA1366145E1C88C22BE6B8F2D40BFCE182C875','2026-W02');
INSERT INTO "question_rest" VALUES(X'8436051ADDEEE99092A625500CF988323191CCEC6948782A','2026-W02');
INSERT INTO "question_rest" VALUES(X'930EB17DDB2880AAD3BF9B6C7D1291888A50154546C88C0E','2026-W02');
INSERT INTO "question_rest" VALUES(X'9DD0A506A9BD703613BC7597C083F8954A198B28EE3DDAF6','2026-W02');
INSERT INTO "question_rest" VALUES(X'A6E6EF79A0F3E2E741DC2F2A3F09036A13D0C6A3C2CB5411','2026-W02');
INSERT INTO "question_rest" VALUES(X'AD5A623B025FC0A4836706E2823F5F38C6F2FE749686CABE','2026-W02');
INSERT INTO "question_rest" VALUES(X'B5E7EEE70B72F20548D35BD68BF5DEF0BC3E7738645D0B78','2026-W02');
INSERT INTO "question_rest" VALUES(X'BF36EE74147686491C15843746770BB581FDE0C0CCFCC430','2026-W02');
INSERT INTO "question_rest" VALUES(X'C36E6F7C15B89CAF30C4B4DA4485449E677EBC802AE11BD6','2026-W02');
INSERT INTO "question_rest" VALUES(X'C54302C710067B691F15BB32B91DBFB4FA23B2B32C85653F','2026-W02');
INSERT INTO "question_rest" VALUES(X'D5E9F55E9473F3DA4DBECB508403A42B715C59FDA6CF8F6C','2026-W02');
INSERT INTO "question_rest" VALUES(X'D8019FC1777933B5327D15B6FBCD67C4E35B25809FA21BE5','2026-W02');
INSERT INTO "question_rest" VALUES(X'D9459A239A1E24C4C7C1328FD40995116324988E6099E01E','2026-W02');
CREATE TABLE reminding (
	member BLOB NOT NULL, 
	wanted BOOLEAN NOT NULL, 
	quiet VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_reminding PRIMARY KEY (member)
)
 WITHOUT ROWID

;
CREATE TABLE resource (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	title VARCHAR(100) NOT NULL, 
	text VARCHAR(300) NOT NULL, 
	link VARCHAR(200) NOT NULL, 
	phone VARCHAR(60) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	region VARCHAR(60) NOT NULL, 
	review_on DATE NOT NULL
);
INSERT INTO "resource" VALUES(1,1456074443980800013,'Listening line','Somebody answers, day and night.','https://www.example.org/help','116 123','en','','2026-12-01');
CREATE TABLE rota (
	schedule_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	member BLOB NOT NULL, 
	CONSTRAINT pk_rota PRIMARY KEY (schedule_id, place), 
	CONSTRAINT fk_rota_schedule_id FOREIGN KEY(schedule_id) REFERENCES schedule (id) ON DELETE CASCADE
);
INSERT INTO "rota" VALUES(1,0,X'904617B0BC49B684EAD1D415E84563D258007CF0CB043FCE');
CREATE TABLE schedule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	guild_xid BIGINT NOT NULL, 
	circle_id INTEGER, 
	status VARCHAR(8) NOT NULL, 
	replaces INTEGER, 
	replaces_version INTEGER, 
	version INTEGER NOT NULL, 
	choices TEXT NOT NULL, 
	salt BLOB NOT NULL, 
	rota_turn INTEGER NOT NULL, 
	next_local VARCHAR(19), 
	next_at BIGINT, 
	announce_at BIGINT, 
	touched_at BIGINT NOT NULL, slot INTEGER DEFAULT '0' NOT NULL, last_lines TEXT, 
	CONSTRAINT fk_schedule_circle_id FOREIGN KEY(circle_id) REFERENCES circle (id)
);
INSERT INTO "schedule" VALUES(1,1456074443980800013,1,'active',NULL,NULL,1,'{"name":"Tuesday circle","language":"en","parent_xid":1456074443980800016,"format_id":"story-circle","session":{"capacity":4,"minimum":null,"story_s":null,"scale":true,"reminders":[86400,3600],"begins_alone":false,"splits":false,"shows_names":false,"has_event":true,"is_listed":false,"sends_prompt":false},"room":"private","held":false,"standing_xid":null,"series":{"start":"2026-01-06T19:00:00","zone":"Europe/Berlin","rule":"FREQ=WEEKLY;BYDAY=TU"},"role_xid":null,"theme":null,"horizon_days":7,"rhythm":"weekly","agreements":null,"group_lines":[],"closed":false,"last_format_id":"last-meeting"}',X'E42F7FA0F1E2B2615B365ABB2719AA97CE50ABA6771101BF1055A5071000D9F3',1,'2026-01-13T19:00:00',1768327200000000,1767722400000000,1767225600000000,0,NULL);
CREATE TABLE seat (
	session_id INTEGER NOT NULL, 
	seat INTEGER NOT NULL, 
	member BLOB NOT NULL, language VARCHAR(16), 
	CONSTRAINT pk_seat PRIMARY KEY (session_id, seat), 
	CONSTRAINT uq_seat_session_id_member UNIQUE (session_id, member), 
	CONSTRAINT fk_seat_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);
INSERT INTO "seat" VALUES(1,1,X'254BA755EDF485C67ED47E38ED1562E88B5C7FB1EA5C6ED9',NULL);
INSERT INTO "seat" VALUES(1,2,X'E9EE89D2989CDE17664DB34B22F1A30AEB96701E760D86B8','en-US');
INSERT INTO "seat" VALUES(1,3,X'4109E275AEA633B8AF721ED5C87FFF132712C442D28F3FE9','en-US');
INSERT INTO "seat" VALUES(1,4,X'3E88AC79813542296670886EBE885334CFB5A322D25815DB','en-US');
INSERT INTO "seat" VALUES(1,5,X'AB34B10F6CD9AA8EFE2AFE779DEE38A7122DDA9FB74C10E7','en-US');
INSERT INTO "seat" VALUES(3,1,X'4E41D6DD930F2C362315E83F397DD69A2AF3BFF63B816EA3','en-US');
INSERT INTO "seat" VALUES(3,2,X'CAD778B293249A68A250412E850032A9D7CA62D26475E5F8','en-US');
INSERT INTO "seat" VALUES(3,3,X'8807AC548E7082A10628BC1ACC2DE0042E8EBDBAFA07FA30','en-US');
INSERT INTO "seat" VALUES(3,4,X'5509D6A9E50DF107782A86FEFB335FFBF33ECDAE4BAC8547','en-US');
INSERT INTO "seat" VALUES(4,1,X'1AEB0EB4080F468DDEE143AEB407245FCED2B3FF7F6C65E8','en-US');
INSERT INTO "seat" VALUES(4,2,X'8B08EB493E8FA845096E0B2AE683E128F07ABADBEC4EDA74','en-US');
INSERT INTO "seat" VALUES(4,3,X'D8BB046B7B7DF2E70FCCC10AE66D07F0D99B6B21789BCF6C','en-US');
INSERT INTO "seat" VALUES(4,4,X'64CFC2F7A7A3282AD20B7F36EA426F8A1DF9C0EEBB76DCB7','en-US');
INSERT INTO "seat" VALUES(4,5,X'76C3710690863461178C06BBC13CC5A9D53AD325E194EDBF','en-US');
INSERT INTO "seat" VALUES(4,6,X'D3DE902A21A84EF09A14EA3D44E974A1289D07573F7FFE72','en-US');
INSERT INTO "seat" VALUES(5,1,X'FE8DBA47719FEB6B0EF5F4158B00DB96DE66A45D4482334F','en-US');
INSERT INTO "seat" VALUES(5,2,X'F6CE37284CBFB9ECB35343CA52A41127D65810CE76B414E0','en-US');
INSERT INTO "seat" VALUES(5,3,X'E38A1EC559329DA51DB3304F1BC115796E0349747487DC18','en-US');
INSERT INTO "seat" VALUES(5,4,X'6358DFD465B7C0BF69635213B836C9ED80289B236CAA9B41','en-US');
CREATE TABLE series_seat (
	schedule_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	member BLOB NOT NULL, 
	words BLOB NOT NULL, 
	CONSTRAINT pk_series_seat PRIMARY KEY (schedule_id, place), 
	CONSTRAINT fk_series_seat_schedule_id FOREIGN KEY(schedule_id) REFERENCES schedule (id) ON DELETE CASCADE, 
	CONSTRAINT uq_series_seat_schedule_id_member UNIQUE (schedule_id, member)
);
CREATE TABLE server (
	guild_xid BIGINT NOT NULL, 
	options TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_server PRIMARY KEY (guild_xid)
);
INSERT INTO "server" VALUES(1456074443980800013,'{"zone":"Europe/Berlin","hope_xid":1456074443980800031}',2);
CREATE TABLE session (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	circle_id INTEGER NOT NULL, 
	guild_xid BIGINT NOT NULL, 
	parent_xid BIGINT NOT NULL, 
	room_xid BIGINT, 
	room_name VARCHAR(100) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	language VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	phase VARCHAR(16) NOT NULL, 
	state TEXT NOT NULL, 
	touched_at BIGINT NOT NULL, schedule_id INTEGER, local VARCHAR(19), format_hash BLOB REFERENCES session_format (hash), room_kind VARCHAR(16) DEFAULT 'private' NOT NULL, held BOOLEAN DEFAULT 0 NOT NULL, audience BOOLEAN DEFAULT 0 NOT NULL, standing_xid BIGINT, at_end VARCHAR(8), clears BOOLEAN DEFAULT 0 NOT NULL, slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT fk_session_circle_id FOREIGN KEY(circle_id) REFERENCES circle (id)
);
INSERT INTO "session" VALUES(1,1,1456074443980800013,1456074443980800016,NULL,'Circle 8XSB','Tuesday circle','en',7,'planned','+A9Y6pB7lV4jJZgv83Q4bWH69b4ZBNGM5BTa9FEYQwBZM3RsvkCOCcTx0v60kAffTEly31Jctb9P0iKnkhxfXeqVG6NuSWR3Gu0IgEySHqZqpCa6zKT1T0gWehxpq7cdohtCudoNckcyz+gLdTPVoIW9SziZ99mCkz7uaoEtpx9b2kiaiCN4adCQls7NXFcnHf0D3li03/avCMU0hr6yMpEnn+dkkII7o4uS1vSjoZCc/oAl4TITEzKKMY9TuUPCEY5btEOkN51vxhKDs5qwVVjQqeK57lrtpZx48gxtuToNQhNJmOxsO6R80CjByz/FeRafzl9qsR2y5m4xWxHpeN9xEZwQHsK9rs34mf9Mc9T4820xA92kH5D00EKkH+qwMaeT517N+incBsx1S+SKF0og6Njh9QRaDgJZSG+VaertqfWiSogvLbO/hF5g9OR7thzAxeo4JVY0UqcAxQqXLvrPpzMd1HBRRJEgUGZsU+draf0E0yPQK+igwbAjP5bKza0W5cybJZUjbmVz0nJm8ENZZPUQOTCy05MNRd9Rkk+k7BuYkVzm0ctDhU4pbdz0R0KS43fSFlRhUWuL38I0RzUe7R1rnjG1/GyUyCCNUETBUhZyoIALikiLHDXWff4Cl8+u97JDQNey2deU9PHbDBznTpiKqYNuUEk7sVOtxzGIMjgUZ6pE9iFI74VIRV2K3/Aomymn/vUASlvUCdOzo+3GIQbr8c2T1G5K+GCrBoZdxIiIwAOBFkCHkiuJxMW9yaqHBRebRwH9WyKwWWkmy/iC9WONTYqACBOBVZMxkV+9kOenyQg0MYAL2Imn2X4AJ7r8elo352UM3AbmvYjAU/C2ysKz7SqiT2BbRig5nc7LLS0PIUXH2g0t6hs4Sggx3HN/C1AS2u2+VPGIeSaIQXH51KVFmeAgu5cWDLqnVHcNDEYm/BNCafN2N/fBR9Y7p+/3oLQHBBkOAcH5U7oYY2YYQ8oqiNwpeIabDEGPLvTMFnUZ/gfkx3trG4sNmAP+MrfUr1Jrqb/hwJWQ4xsMLLZP9KE4GahNad7+9Ayn6dwFQHTMuxXHHpP9pgrHdkI/ivPR4ZgX0bjZctc4sVJ2bGTv+MaZTkJKmTD7CdqC4A/MSFHGbiUBeYvqAP509o0nz6hyMacEz03lQ4aD1ipPbJqDWevll9q/XUc33GUqVIdXTAU3hY8xCFnVP3KC0MMPCEqt0QmgM83DbsMv5cYze7sVPM2xkS6rdcVgE+QEIS6ViO6BTlzoGWLSonnINqaBHk5yS/3pXul+kuUysws3XOUHZ1EDlpvLf9b3ZyNrs4ypmC/W9DwA/mPvY+hKHqFhdodwxso6rZJNqyjOqlK5TW2y4oRLYR93AipWZtxyeZKYN8ZkS7atQFR+WjoilWqttq2nNHEfnHJEp7KmxerqVB0FyvIxL9BWFoqn6S/DDv1PfcE0k/L/o2nCyGbCNyq6xv+6aaqan8TUWVip0N+zUDzG5AcNxCiB5q32Kl2Ro1LDhvT9/41rcIRNkwcvZjVhE/C0xX/gcDuiE7bEqqyZERKUrKOvPfvgaE3ZJmvfSDG4EykNVoEvuJojHbowxG80i5ACo6c7WqF4HmGBGLVuTgB/QFIwb6NgH3NTGi9WdhPnDhFiIZ8Ui/l237WNrdBFpOq21C1x8HxEswC0dkvO636t+h65r+yfPCwYHMJptEn5srMh/H33R1hOXh9rcyIM9pSl8OTDx/S/JGl2K7919PE+++AR7JJuLH+0ZCAodn3rx9dhoRuntTUOi0gv00jnD4NOWnPEEecfYQ0hKNzKO+IvoNzlBSP1OozvYvOAa/UtJvFypii5LNFpOt+6ZdIE4UNzEqxfoa1aH1wN9LwU/iM8/vMT1xD+bp6RfGPReg2TS2XTDqj5bsFcVG358MY/xp0Eo6j2e8i0Xg/TJVb55mNjMD6La3s9cjDgFyGrC1vlxMgCSDP3GeNvIjNoz9HtneOzfxeOOu8wI5FoE9vTTcatOZ2xgtGh2FsJsa7hjbo/BIWlneAbyEV1TyhwNeswJomDX2uxd2cT5NLzWBrwrd4waDcr34Sqj7SNf+fxRnzp9V1lj+TVXLAUNhrxeHhLltrzCxAHdZefMRcoJXLtYJR3/kq7tdg6nV+3i3dRAd+RXCRG7zk+YiESSPmyv9jzLWb5xcOEE4N9KR3gpZOhUzLDnmTEj+PJUU62mwMSThyUZUL0J/21a77LmEkqyceDXpl4MX2cxYZW+g7C+yFyMmJx/KBS8v/5XJF4oSOy5MCk3Rh5u08akQ4XI0811n2QHt2dv3AuUnziClFeFI6SW2bftDkY3RXuR/i4nwljIO+HGqvQbW0usIe/bp6APZ+TE+UJf2TxIg/Jk5QP4So74i0Sb7EaHVYIP2sXNtfYXE46qEzpbGTZonyX5H3IRMxml80dQrkBCk8PpV65PKkb6Kudzm8S7Cu6oJEgr4yIanBPPHxCqvCzRjbvEk30KfpH1ObSHvXDrdhbZp1fWUI25J2Qm2/PDBRhwmKPeZPBaVzP2w7PwDxzc3fFuDG9JK8qjG/HUKamJsVHK4tUo0iGbdLFAs19k0FNNgcLbTumclwLVXv7N9j/cjFQV1wye3HAZqfrl8MVPp2BQg6JDP7wCAUC2ZI1HQqIHaR6ggDsbWvrE+Bk4EErcXMfk5+XsvlsF3BVsuq+lzWG9dTYqVipReCnI3ERr3axO95lnoONvszlkKe/HP2lshEXgWTfUfJBm7aZtTlIpvLEBW/vePPSPw==',1767225603000000,1,'2026-01-06T19:00:00',X'E2F990FB2E3DA437F699971233E340516983A3B81F47BAD1BA5426DD4160DE0E','private',0,0,NULL,'delete',0,0);
INSERT INTO "session" VALUES(3,3,1456074443980800013,1456074443980800016,1457741423968256001,'Circle GQXV','Late circle','en',71,'live','RTC7wkccibOXfsAZwJuP9U54/Jlb2hnpBytwv0iDgCRzc3E22yG1+R+mfPA8s/EX8+9DOZ74nDTWbUP2v/3KVUNHh1hJqQHPET33lqGIruHRifzL4Mp7QjyO7D+UVLetvLeoFEieqGELzT3LotN9dwu2nw26zp2Sc9gH8MpInJVL4F1QtdGG/YhH9AG7J2dITV5wLgUXeaZBYrYfM+Mim37BTam8Eg1TfKsvmPwDenT6H7qW5TQlsh7/Wx36d3PZRBEhVephIFrJL/lkvzeT4mSYfBtMKOORvTOOKar/+H+yNaJ2MI6URN2uRrTPiC36ldp9nOQRMrzZ05jfKGWiNwlOdH9YBDwADifemKxIDGELIP4b+GD6X9ptT5e/iGs68g1BoI4QIjqJLELI9Thi+UpAzoE6tjGMJKuNDUzVsVLuWCxUbkwI4uaO/JaAHOq7+b2Jwy3NcIJS/M3EgqN1+p7eoA2gT6MxIXCHOwCxwEMPLzZc9w4nwE4GNKjx/L4YJwf1GP0Y8AHs1TGpM/8N3czIJY4ATITFFZ0NB8s22qvyl7qsa5sHWbJK9flFP8EHX34/4ZF+GqAIIOu6h/poZdjdkxZw9JP9miSS4Zjig16rN5goUibhPG5nOhOeTFZXOLGUUgyTKN4ipzd1WVAg6/E/EY+12W5cCzvD1+mTaBA0iZyZ8CXp7Ir5YASc+hDFZ5SYCnuG8xg++bQ94+hwpiZffQyKvgSxXRx2SZ/v7DPNpx6d8+iwHrEjmJfbvvS73XJ/G93TjtUJyQo1Ckzf7Y20VjRy3pOzhqAYJhKTtT10m0cYtTDcFYkLOhj3AMBwSvLbICEi4Edjd7R2BrKAoZg4p56YUajkI+HU776v321ULCUxi+qjtxBPokaeOg3FWq6jO9BCXwl5zgX658/RIIqmobFQW5NEFHySdmHwc9ghAl7VSFFMJP2fx06Z30p9299CTMjcL84iuoza9FYYvfEEwh82aX+gZUL6Y+S5MulQdmLv0DFrqk/WdbLO47w90GFelyTiiIeD1GNMFuiK/WJ44QR0I8RwgFFqVC4kP/JdJ0862C5X/5dKh661B1JtF+ZppipH3usMKihH8kEa+JmKnGXPl23DL3bfxX519rDcd72afC+LN4UHgzTZrs4INRsAnewB9qIniooEfUojONsZ5Nvh2dqnVYeb6IaCJFYWuhB/K5B7UPDbWi43+e4duahG6hhR75xzR8H2nYy8RpJ+MGoxDhtRNS9B46EiuCbxEoxZOWGs4ajHaggZ3/4N0vAQGkDhTtFX7HgsgUWgBs6e5i03usR/RGHpodxxl4uyMmMrCfg2BRpo4u1oWjvH+CvDHZwWE0Q/TBVqviAP8K3Dd0dU+DtJpEm46zLsj2k4ji6EFNo4JaL8GvgyoLmzF9RZBa8CTCMspYMtKpTZk5JppCD0COsFlAeXS2EBupdY+IrEE9OPBmtqNPXPz4aQZWxjx5oufXvlVY2c2+8llJjRz3G5I5qNDcePJ4uNb7VFGX4YWeGc1BWpNITo+86JekaF//P0yOtkVaiinb7cI+QKlnM2+w4tzbK6QIFQYovlH6J+2gzV0pSn/jrfXQJUX8idsNdiBr8HKcdzqmwfbI0nDyE25uC7dV4WMPYaDibMsy7rg9h+oVaaY2SHOkugWc8d/DtYGjN7A8/kVjT2Z+4rDDSdp1QFCdAMJoQAt9xBqc+yeh/YHEyc7aKZudKwz6oDbNnZxbjU/cz7YWTbv6GRhR7Z7gL2xP6h5CFq1b+xTpaQgB+IYPr1f+tb1pYLW+W0aKdcZg+r6dG5m1F25k9YxPlYh1+QYYY2ZpuRpPBpgmEVI5NkKILaKZcevdm36EbT6vZdADFVklWHvburWH/UfoJMfRDp7yl/1Qmx2EfCAsz2zNer3ZffLQum8HoS/s9aRc8JjP5WCEryxNjtfsQ9IyBnRrGraKFcMUuzU4Y47797i47i1QKoEuLLB2rEC+4cSjnMey5Xp3qizT0kGZpDvwWwN8hqIGmgwa/EUnbSZjJqWbWNhcvMwmNB0v2llgRrqdOFIOfkJzsETJZhCURCmv7cx4G1FaxZQ455hBD8wuUvwyL8SVQ5ihUbCX7GODdEExbPPH9G9PG1bNbz7K7V0iljlvQJHillAY2y+NxD38xqZ/W2Mm2N+qUqiPtqNCH1lczkbtc4Dlb6uYIOj18DPk/tvMeNuuRNzeTYExqdjgt5Nv4JEa/YvNPSMo0O8w8OV+MdMTNEH8WkJWrV4UJOYS/+huAHXU4n8bkLdUFOiEBlP3wr1L2Ss2wvDxD6Wyr86hZ6qsYdelC/0CH8c2hAM+H3HjD0tlC/YJqsEO4TZMRsFMBluG9RM9wvtomccAfuRjaPzvzhwPeigbdYvXwHAAIWcd6Fp2b2uOJdxiZCaimeDockutmeW40v+Gzs2VHiAPBS+HVEMIjARtGgf3G0jc+f8LU/f1zWccvyfzhplGtAcQgkfrZ9FRfj+hzMc7cYRva65Bm6HwWmOKy2v+O67PFZEdRYACR7IJejvs2ftuwF7JG6zQVuy4RuiBOHTXjVfcONdLM6HcBQbN0S3SXemJUn9xeRz7yLstrG4+fvo6hBTLc/g8BdE3HDJjy3X2/2aLUPcwRCWbVc1Nafu5IKLQqpYPo/Nf9i4WvuciVCQDp2CNB8q1YtTmsM9D7Gc83aSwTsKm2auIz0pmqaTy13NU38Ym3bosMh0U3tPqM0y2Y9dcvTTdxKPxuaYb098i7vLDWmQqmsdWOZv7VF7w==',1767623296000000,NULL,NULL,X'0076FF08713FEC60E1A727E26A8969157E04C059E964F6F63EBCBACECC3E28EA','private',0,0,NULL,'delete',0,0);
INSERT INTO "session" VALUES(4,4,1456074443980800013,1456074443980800016,1457741704986624002,'Circle KDGT','Evening circle','en',51,'live','CA65Jl/s9BT4qTi+mt/wLLS9Vtbe/sVX5PJGLrA8CAMNC0w6kpx18K+elGzao2TNsBxta+3SXaOq3cqV01CTFSViV+KVdkmV8QzzPyom+9zdLvscGqddRsUGsn4oL2yDaFZUNXo1CY59GbFMqZg53DQ9TsqkmhEUBDol/HTcK6q2zXRpD04p8OgkfY7vl0A9CNM3kjFI0kFacH/YJeyhLAdFi2cUCL+u2pFSQ6r4x02sqTZ8slfm/+Ri6QHnwNr6aezmDkxJ4hjnmERsves7XAmeAcDa9G5bh8UWSRnKqXMH/Gk3wmpV6Xx/Ks8KCtVfNCR1QPQEyR/K1P/mAGy7ZAh/Pq3u8XbdsgVaFXhnxkgzm4BHB/Jqak1wmlSYggUSPg4GK8GXKX4Uy4mq9TwmAVPEBnRFy/OaYeJzovt2bOzD8i1I43YztYXTfpJucQqSYZ+GNTRHbctSNoOBCo7qXYcshmb0PqST4+4JFVM46LLGAlLtB8Luzdi0NnewtMKhOjOP0tnZ2wecybxyHciLYIf7ARI8O5Zuh8DJcoxerxeSpf69hAQ5VG0xYfVPU+ecGAlA4BlitUKCt/G5FGHQAhUqtiVCnpzcHXhEZHT0jyxXNzuiQw4Kd+JTZK4lFSkG1xwHS0GFKAH7T4jQxHs2HQGwwYB4S+ceBIKTjqCaVRR/Ult9JbuiNK6hKSpR28bCdpXaeZsFGWPrNQHS4DqINV6E1OSz37TkFTblZiJFOEGSPrKIdLHu+iNO0LGLBRR4H7eAPz3gz++pcOiA5aWMvaGwKaFp4kkcR9iXDZsCph5wuGRu/QizPrcqdVfgEunfhltTj07cG92QSi4dPcCxGvUG0Os9exh2sLn3SJ12yEhcOacVelsdM1lm5bT3VQZrpsmhJFA8AI8bJVpkeG0WXf8J959GhQ4KXjuWlH3v15X8E/rw6tgG1T/wNFLJxAI4malOPhd3auwHv3HrrWBYiU9McCrSBEZ8XyObG6XWRjKYByrXAFJwDMPDlB9yTgSSBWtX4BSoaM/WYqDu4qsla1ttK8iwxRpdHU574jd5VZEcchmAFgUnlv+rBx/lDF7ovah0bK0akHx5KKG3czKb+U7OInsjAf7jlnLtQDtyuKHqofuLjji67j3gHuPNHBXtVk9F8lqonnVkrJ/SUBfIXpuMLEWhxrX6EI9A5fy+1/uGvi+W/w/8b5aBtb+sYbNTEFb16ZXr0KiONiSm8igjONDyBTd3VwLh6w/UQBak242W0m09l1CGr16iajPOgrTZX5oVejoUe2gX1UR95oL4ZQfIze2J2OQVMaacNop/6KgerAFU28q1bFy4iComxfNziA9y5bsV5dg7lUD18Uk+IjFpCIZH49Y1T6rtBk19z0fPiDeHUsb/mp1MydAaldg/71LzB4OIZkaVqooteU+AoQGMVZQ1zspxFQt8etTJiLVdV0RqsBL+nZat4WnGRMu4nzyqOCH20acwj5lKzT6/WcvBF3cVzQ6+foTvVyVrAHwwls41tVoQRSO0YgYVHlzKFJNnxlYSgVKELRa8N0ntdkCZ9XtjnygSiEgMM/N3cGUJFV9AxaUeRbPGNELAGd4AJvaKl6wd2Pz+Tj2VkTET5pthj4cNunmNjrqCb9U8s7EPIU6R8zYDFnlt2F5EbPkS2mUiTVeHNqFn5Tw5BFcpa9+fmSPtzmu93StRZiipPd7ufOxojWnsTZO654SSMz/L+loE2JWXbEjnI7hgfwFbs2KYFqGk7EHjZUGNmz1PyB9Hw3kA0rXGmmBJSMIJmcmiESK31mOrCXPr5rnn4+M5xBC+fJMShcyU4bTjtyNaaIsE2b5wsBKis2uluVhrVxZKEClaNQgkMS01h2YO2W/wfh+TmmLlTahwjfrFDdGT4QZBRpiWr3HLskQ9H8NbIKFfT5r8Zmo1rWB3sW8q4+jyynqERtQsm60ZOpB+bcxDvntAyPXfCoqVhHWrw3g0r57evM71xU3YkUxfo/7YTL9+dM9hzrL+grMhzUVYAJ9TlhrUXcDLyDVIJuQiC4lvDC1xK6tLAFl/209vlzrMRx0kFKgteBZk1Z4n9UuK/xWGb9andKYMNZpfI6XNsw8A+P1u1NnkHoDPIE5cKiijJVbolTdDdpuBBp+MYifWc/ZMA8B/SQfRb6clQnNX/+Xe08ylfcmnojZBXpZfdRhRYHmzgOYKdwwWb5n1AGBJ6ryG/TPNV7yCPpsXUcfYN2XhIhR7eet0jZC5ch5ecbxpz25DMwb5+5BTQbK2MRxoyBUOJxzkJcAxIkNr2X6Y53nR+FWYaK0ulIXPGkw51CbAzR37V07E46jtu9PbJmqL7xIWqmhR+j985r3uJFliAInEfkkH+SdcKNVFtJnSrO1uXAlUfm83US4fgiVkyIMI4TLtBchrH71UCFuAF0t2JG8XDrfwxs+7RYt/wfdKhUWDzRdlVFc7ApZYZDKi8Zm/9YCLzm341KCf1rlvB2p9Y07H6JlNhtQzqGxN5yJPXurpDjJbpWv7Nibeph/TqWMJewVieDL1wT4n8PdYQNJ3I1VuuM4uT4J3Mhs8KIYt98Q75f/8h/Ts+r7or/F65LGls1YkC09sidC3cJ/c86MYU8L8tLtYunruXeNhApRPHffhyK/6o0Jp5Q3B/h/ioIoM9t5kQ4/18JodVTBet4iXbh7aKhIk+JgreqANHVos8TeivjRVLOWD3U7yk6sq2yDElv1vRx+5bLxCE0f8b1O6gQlw/B2WVwwdcm3dYQ3a7dky4f6oWuPWEEN8nTER7e5ZGEzTYXV7U8ocW8kOIGoSgCNnCO8paMYTXOkYMU8X0X2fo7U0ubQ8Hmt3JqRnsHPhneoPoRGP6Z+HH21SrM4swQOgYNXHSs6GG/tGxIkl5wrFDtUk3H/PFEqGGJj13p5SdXVVNU0GO/OphEVf/8szEI5+en9ly20dpUVDUHGUsbQpFEjBRxAWyfNZb1VBavLAD/gMigEdzXVF/McuyV+kyXxLS2JQlXsJwMAK1zmNm9n9zjMsphs+R0BTjMa0+sqYdzMeJU9KzSKvDf47Y4ksuMc9UV0kwwPkFTPX0ETe9/A9N7gMKIa7cYONiOcN2AKAxC2q96gGMov7ea1VYIDH7ygHJZ7Vf41wK/owhLVzv1BIowGJqNsJyx0JpNozNUoIK2mbJ3ELPyKtXoO0/vk7Tpyq8Lz2SAlVX4gZWKiFfvy8l2fz7seWNuBIfMVJ++D2vBWSLUzYVuQei1HgH2UTVA8Gn3DOxnEq+AZ8EUDkaoaKr1gvap9Ym4dEH3Z9WsP4hCB8/UoLswEyY8cjYW5Y+2BqrkDXYDzHtwgyb/mLy5jdMO2IYBa5Cui71yT5ORK1/NwHh8pRT+51HOrK07xa8HNRPneB3A9mEzjtLyzn8ilH0qXf4FcRylyjGG31YywfCBPR89iNU7n5QC72zHEGFgdTZdljdybOeMUf+eMr3lrHaukv31Mao5n5GhsiC0+bXH7CNzlj6ao1VmyoBqpyHs9nYeWYPSpyZ6wHOxDCg+Kq0fibHj0Zk2uUvKlk1HGyQDZ+w08iBklUaxgG6sDHd73vos30LoMXR5/QhyHXrEKsb3NqeMmvZT5WCye1/YHzQKFqceyD7L2oXhyEMTQGuk20SDdP5hIkWCP7mtOLTytOQTqn0M0M8J9MKfUaMl04Q+iPzPbjtu2aT0/gEj4NTZkgBNisgvaXpdgog43jBRhUHn9vHITwtNlCkSrGsS866F4osDpYJWwIRwvwx7TS+PFdz7T3+zIuyDfw4Ecok/1TnlTNS33RILpdbMEjsnkqQZMMDZP9dgfX2j2m2OW5PENrwCNjAfSWlFfOfZdygqPC37+KFNT87c8MjDk9HnFhnG7VG5v259rcqyAbjOEa44Fpf+OpcHkKmX9bouLWkB41bS7w7TdCcxUgNa+zFjH2ItUV8B66DKn/fBZg38895blAMb1trxFRiH2k5sFzRIFPBC26sGwf25ANg9AJdjs4g7nfqW5rLfqinhvqXtQ8FvVbjBwuOZh73/8J7xVYiDKCgLiJUaaZAiE4zj11LbqAGlPlAGfNXvbBj/8Coeb/ztWT+SUZdN5PNHufGzGoQENcANqH1W0rOrGC0kk2R3mhHa8VNaE=',1767623222000000,NULL,NULL,X'A2C10342DF621EC895AD4694E757ED53F68073F0C1651B985426A2601E116DFC','private',0,0,NULL,'delete',0,0);
INSERT INTO "session" VALUES(5,5,1456074443980800013,1456074443980800016,1457742199914496001,'Circle JSH8','Quiet circle','en',25,'live','xE5crNVstpKWstUJham1g8A+jQGU67vkC+Hpgbx6MD0Cd30/3eal/OzH5sFmIsL4e1RwRMhULqCCg4e/CX3SS35vTVmln+mQX1+sY8khi45AJhmbQ/ACrAyrSFzPRtHiHFd0w4mzxh0ASFQMxVlI7+XAfYUND63XNjXR4QQ8bHUViO42VnWzpMZhXlG3qP/0bt5H9u6FJVPzOuFT9pIlxBf/b6L76+Ej8Bwc3BxBdkBTzi0YZNAqrXwvARZ969RDSWpsMYDTE+IRcfGi4I5aXGlsD0sOXfJKLxn9Ax7Hm0+wEXdImNtIOO+IU1JufgHcjgK50k1gLciyK6c/uEOu00RerUjG03BK2+EWGKCTyY6T5wY3sXxIe/eG9bGj0eR+02Jsx5RPtYslljNRmFmzRMpMH9IpJhAizekAGZUxqq+EkAYEEFmLRKPC1GjPVlslh+w3VtiTHwO5i5Dgk9ePIQzavuSw1HgM07Bobp0gD1ZwwSh2/aVq/HfGN4xHNO7hKAFpoeWP7HjJeX6xOsWtvPr4Rzx/j5OAcKkfg3URpZogHzVqy0uY+U386GDGOo+woVMBdO+lvWieHJhuD9jVjWyys6uzcGJLSmm2+e80DzcABBs0fwIeYHskuZUnuClfxX90ixqQT00avFoRnQGhyOHuzEuPSbT8ms67Wkb1sSvXywG7kCiC7TiP17GxLT63ck3GyODJhxoZGBbIEWFVffhhiSBl8tcvAvNNTAHjSwaiNEVPVvOaOKfOs2j+kfzOSxuVK5rb8B0SeXWIZ/gYKedqRUg6vj9XZfgVQa87+mpXtO7Nw4kiDQU0w2cxh+xZ4TH/gzdS5Oq68SinhKmBQzYhJi3Y55MlfHLFu9P4JBsZCe7xiiwCw41Xifug8PB58YQ8Gr+8AkOnEwQu5DtXV4WLWIcTp8Uyt4LCqzCGQAoD5UDV8csRWETHxgC+OEAeE+mQ4n3kwOmSWg6hhQj+Wv7+HzE2WXw+HfPic5fXT6NahbN/+HltvF1ZCaO6rFySvCBH5cdUqn9LEwUGcHVNuinMjANvx3EHXBWoEAjSw0P6p/mNV5RFkiZw86o7vbKsvPH/x6p5pGo3TWAgifvtU5TfXcfx5utaL0iKeHoAwQMFirH7RPk0dVXURoWR5FbCbrcSotW39lITmJ+SpNWuuspLG8VhUl1awj+xB9HIns+6qjytgmkG2oE/eaF8qC+plMHZX8cGQHtyuaS84zjynWDsEIxhe5lfbUv+oExRDfdB7aADVRuXpGpsFcNd53PEW/x08ZJwkr24+Y9BOgj3qqruVIKM7yx7XadPC+Y/UsuFX/Otoj5s56kSflgnWize56B30aR0NSUiTFdzDBrhZoRrgF0nTjYXIPHdgVs9m1w4YUiSsNei+PPP3h7TrFXD0kvxkauUA2fsticag6xkabDrBAl51ReNfJKDkoKMvw3UBGqgQkRmkb2HU4nvSYSER1W9Vbw6Wc+DIRncKoNmCdxDD7QUfsD2tbe4YHIM945c/DtNTbKJ9vFjHA/H30yyaDh0FqPE7yK2l9bLBRDWBdY5XBG9e5ZlPsN3tbXf5c1pyLUiacK8uvV/1L2aI+23598jeqDYMFnIY7Q9rDVsw59sXt6ItbMo/nMLVAfZB3nsrLs+SvE2oBJtGM4z4uRD33V3fITELM511Lz2rQYAjswaHwcDG4wxHnhTo+J5+UgYt5pNpdb3ibVKLfj5Au4MOU1InpNK3uY1O3hpTBo/U0CLm04e6hwBDs+2QaqzWOoIaNnoHgwvPZSbeylW4x7/LJK4B2Hhq6Fc+SgRwmnvteg+zoaQWsQLgc+5ChVDgHX8XQJ7RgfpY/TsHhxaT19L6C1+FEOu76grpb1bifhWQUX/x8e2KaINRrRwRqhNR1LNH0mjtmF6CgsKQlHZz/9ngKZ3jrMkvGSz26g6Yonxy+QHZ7LpHyzzuT72eFldpOKCZa6KZyyRrCrh0/tcwS2E38mg/zoU7Hu7EPGvYM4Zz+AYDqhsJ8KDHwPSvihHPpREwRqyi9J/tKOWt4/4FOzWTsWF+sUFahc9MAUL/hvsM37ayhb1gdUAVCJVy6DIp0mIJcppUt2VwL8Bb6MptPolDO5ooRiArnpIpeLv/jzEd1b9ITuxQCpwNAEer8a1JRVyFPS8764utN/5sYB2F5Ls6fW6PbHaWf8z3wxJZL3cEud9ndCsZSIlZvi08xqWl/nMlzU0rAYrR+xxvh3Jx/plS3SoQzcvagoPwwX9MIGDcG/HXPnFPI6uEdCYZJ5L/xnw8ygFUJ3GWbH9Bj7FqgNTqxyJcLKE8A7XLJDUUhwg4lu3JlXK3DmLuoI1UjFP8HPSI0R1s1MMdjcCWaznLQB9CkRUgzQe4wesxJXj6Fb286IXC/SVcIpQEMoTwverMOIs+i/k0jyN3z/5+77B3ydZsrTYLwMwpyWhoTf5JL6Sfy0V0PNvzK4AFQDBkCUBsib0Vb9NlJX9d+h7IcNvDbH5yt3/IdsOc4G8nfVfhiuOrQ/GmUTOWVYqj5QLBQ3Zexcvb53ghmyFeMqR9A2CQiwwnIHMn5YMjmqSFVrvcTbC5woMbcdhKzripWWq/hYl8xZlaWjTxwsrUDm1ytpVYjaE7Dk/dy7bj0chnAyYZPkEzfdKjs5qCwjANtgOZ8NQBivy/v0M7QTYCVQLoUhvr5Nndy8Nj60PHZMexQHQV5S/bHN+fLkAGdand8PNyFpuc+xzcnqBd2nztZS15DLEUmH7wFKrcP95WnE4azORKh9CbQ==',1767623289000000,NULL,NULL,X'78F724B1E97D61862ACE640567365DF6865C3EB37762B7F0E3AF52101B7701CA','channel',1,0,NULL,'delete',0,0);
CREATE TABLE session_format (
	hash BLOB NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_session_format PRIMARY KEY (hash)
);
INSERT INTO "session_format" VALUES(X'E2F990FB2E3DA437F699971233E340516983A3B81F47BAD1BA5426DD4160DE0E','{"id":"story-circle","title":"Story circle","summary":"A check-in, stories, time to reflect, and a spark of hope.","stages":[{"kind":"announce","title":"Opening","text":"Come as you are; there is nothing to get right.\n\nWhoever has the talking piece shares; everyone else listens. You can always pass. If you step out, your place is kept.","seconds":45},{"kind":"agreements","title":"Agreements","text":"When these feel right, press \"I agree\". If one does not, tell the facilitator.","seconds":300,"items":["What is said here stays here; what is learned may leave.","No recordings, no screenshots.","We speak for ourselves and say \"I\".","We listen without advice or fixing.","Only the person with the piece speaks or writes.","Passing is always fine, without a reason.","Everyone has the same time."],"exception":"One exception: if someone is in danger, or the law requires it, the facilitator may seek help outside. This is peer support, not therapy or a crisis service. Only you see what \"I need support\" opens. You choose who hears of it."},{"kind":"round","title":"Check-in","text":"A word, a sentence or a little quiet.","seconds":90,"prompt":"opening"},{"kind":"round","title":"Stories","text":"One story each: a moment or a scene. The question is only a place to begin.","seconds":270,"prompt":"story"},{"kind":"open","title":"Reflection","text":"Now anyone may share what the stories stirred in them. We say \"I\", without advice.","seconds":600,"prompt":"reflection"},{"kind":"harvest","title":"Harvest","text":"What spark of hope do you take from today? It may be small, or none.\n\nWrite it here, or keep it to yourself.","seconds":120},{"kind":"closing","title":"Closing","text":"You may leave last words here. Go gently.","seconds":60,"prompt":"closing"}],"capacity":4,"pass_policy":"free","scale":true}');
INSERT INTO "session_format" VALUES(X'0076FF08713FEC60E1A727E26A8969157E04C059E964F6F63EBCBACECC3E28EA','{"id":"story-circle","title":"Story circle","summary":"A check-in, stories, time to reflect, and a spark of hope.","stages":[{"kind":"announce","title":"Opening","text":"Come as you are; there is nothing to get right.\n\nWhoever has the talking piece shares; everyone else listens. You can always pass. If you step out, your place is kept.","seconds":45},{"kind":"agreements","title":"Agreements","text":"When these feel right, press \"I agree\". If one does not, tell the facilitator.","seconds":300,"items":["What is said here stays here; what is learned may leave.","No recordings, no screenshots.","We speak for ourselves and say \"I\".","We listen without advice or fixing.","Only the person with the piece speaks or writes.","Passing is always fine, without a reason.","Everyone has the same time."],"exception":"One exception: if someone is in danger, or the law requires it, the facilitator may seek help outside. This is peer support, not therapy or a crisis service. Only you see what \"I need support\" opens. You choose who hears of it."},{"kind":"round","title":"Check-in","text":"A word, a sentence or a little quiet.","seconds":90,"prompt":"opening"},{"kind":"round","title":"Stories","text":"One story each: a moment or a scene. The question is only a place to begin.","seconds":270,"prompt":"story"},{"kind":"open","title":"Reflection","text":"Now anyone may share what the stories stirred in them. We say \"I\", without advice.","seconds":600,"prompt":"reflection"},{"kind":"harvest","title":"Harvest","text":"What spark of hope do you take from today? It may be small, or none.\n\nWrite it here, or keep it to yourself.","seconds":120},{"kind":"closing","title":"Closing","text":"You may leave last words here. Go gently.","seconds":60,"prompt":"closing"}],"pass_policy":"free","scale":true}');
INSERT INTO "session_format" VALUES(X'A2C10342DF621EC895AD4694E757ED53F68073F0C1651B985426A2601E116DFC','{"id":"quick-circle","title":"Quick circle","summary":"One round of short stories, for when time or energy is short.","stages":[{"kind":"announce","title":"Opening","text":"Welcome. This is a short circle with one round of stories.\n\nA talking piece goes around. Whoever has it shares; everyone else listens. You can always pass. If you step out, your place is kept.","seconds":30},{"kind":"agreements","title":"Agreements","text":"When these feel right, press \"I agree\". If one does not, tell the facilitator.","seconds":180,"items":["What is said here stays here; what is learned may leave.","No recordings, no screenshots.","We speak for ourselves and say \"I\".","We listen without advice or fixing.","Only the person with the piece speaks or writes.","Passing is always fine, without a reason.","Everyone has the same time."],"exception":"One exception: if someone is in danger, or the law requires it, the facilitator may seek help outside. This is peer support, not therapy or a crisis service. Only you see what \"I need support\" opens. You choose who hears of it."},{"kind":"round","title":"Stories","text":"One small story each. A single moment is plenty, and it need not be finished or well told.","seconds":180,"prompt":"story"},{"kind":"closing","title":"Closing","text":"Thank you for sharing, for listening and for being here. A short circle leaves things open, and that is all right.\n\nWhat was said here stays here. Go gently.","seconds":45}],"pass_policy":"free","timing":{"warn_s":30,"grace_s":30},"scale":true}');
INSERT INTO "session_format" VALUES(X'78F724B1E97D61862ACE640567365DF6865C3EB37762B7F0E3AF52101B7701CA','{"id":"check-in","title":"Check-in","summary":"One short round to hear how everyone is. It suits the days between longer circles.","stages":[{"kind":"announce","title":"Opening","text":"Welcome. This is a short circle: one round to say how we are today, in whatever way fits.\n\nA talking piece goes around. Whoever has it shares; everyone else listens. You can always pass. If you step out, your place is kept.","seconds":45},{"kind":"agreements","title":"Agreements","text":"When these feel right, press \"I agree\". If one does not, tell the facilitator.","seconds":180,"items":["What is said here stays here; what is learned may leave.","No recordings, no screenshots.","We speak for ourselves and say \"I\".","We listen without advice or fixing.","Only the person with the piece speaks or writes.","Passing is always fine, without a reason.","Everyone has the same time."],"exception":"One exception: if someone is in danger, or the law requires it, the facilitator may seek help outside. This is peer support, not therapy or a crisis service. Only you see what \"I need support\" opens. You choose who hears of it."},{"kind":"round","title":"Check-in","text":"Share how you are, with the question or without it; a word or a little quiet is enough.","seconds":135,"prompt":"opening"},{"kind":"closing","title":"Closing","text":"Thank you for sharing, for listening and for being here. It is fine if something is still unfinished.\n\nWhat was said here stays here. Go gently.","seconds":45}],"pass_policy":"free","timing":{"warn_s":30,"grace_s":30},"scale":true}');
CREATE TABLE spark (
	"key" BLOB NOT NULL, 
	session_id INTEGER, 
	guild_xid BIGINT NOT NULL, 
	words BLOB, 
	post_at BIGINT, 
	drop_at BIGINT, 
	attempts INTEGER NOT NULL, 
	trouble VARCHAR(16), 
	channel_xid BIGINT, 
	message_xid BIGINT, slot INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_spark PRIMARY KEY ("key"), 
	CONSTRAINT fk_spark_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "spark" VALUES(X'27F6B2B8C6987A92C831F9F743C8D0816A15625FA3C682D4E590609640528C35',NULL,1456074443980800013,X'1EF9B9755D96262D3866AA57A556F8B828DC27460F5C61FD917260D6C8A643BE04F2E1DCBEE706E9BA19B5272CA483543271DF68B4B1F59E15F95CC58BE0C3A219BF1FC024892A6CAB7EE3A0F18B27B3949604944CDC82EE5F58A9573EC0C127A65DDBCBD66824E4A234C7B36DEEA1A98C87F55961BD8270F9F243BE91B44253767658FF134A26D4E10C0E8906C8C91E94F6AAB9A0CA3F9E86B348F77683EC0B4EEC9357ACF594ABF1A0BDF89B979C79D59DB5DCD29DFFDD94C97EEEC8EF66A80E332AA8FD303C18339AD35EC794CEA6C4788C26C0630B7E5D798A0F81BB550B281C2374888FACF8DA4D2C5A2FAE4E478B897AD21D6398B42FAA13E0DF0FC88C63DAF7FD1D13D90C37E132DEEA3FAB521F1259E3E43584B2FA314D0F559C0E6F1F35D3995C25E8C624B7E6CDDCC0455822DCC295F53B6389AFA606773AA14540C7B301D1FC31FD85FC5906F86330DD3F70E68F26CD9C5A12EB6A0CDAB4A7581178215773ABD0572BF70CD3E80FDA6DEABAFCC2E2FDE90157215BBA6D9D5230446394BE1CC322D5B8A02A06F6F9CD81FB788E1BD77F5EA06A3C386D63571CC127F33AACA141960BC4CFBF51DDC50CB7EF2318A96911E5BB9C297B4D41894AE9B0714AF30CB25C0D9E4A28CE3539D84A25C3D364A1C3AEDAD8282CA4A8C46AC5BEBB49F269D6014FFC149EAF0AD266E245B72BC4C08D22AE88C485F491488AEF7C7567ED0EDF2122E34D57C2768BFBA79F391EA4FADDC991D9D068782679C775D4ABF6A8E4DA00D5DB1BBE209A5E638C7EB9F618FD03229CFECCEF8730EB7023A3B8F8EB28BF0F6E500AB5A03E4FC0BF5731DE1BDE009AB0A2B004714230F45AA57AAEC1A6A8ED66AF12C4F1A29E057493C388AF35DE60D092B8725BDBE6D872EC1D18C87B9995CDC3AB4FF1B001917AB9B3963A57B1802D2849B3A3F5D563ED83904728451BC53DEAEEE49FB9230775E2E53168F603B7E8F1E591314145DC44B103BB630EF8CDAEE6835C91F870B3898E5527000E32CC2B7E38C95435295026AFEF880A5B44713118746330D218B342961233D49461DF2ED7F8D0D3739343E95C8C3F84487344405358F28B8DAD7ABF499836436FA763E815D9EF4491FDA03BC5D3E7A6CB19E1A85342F7E489C3B31B0B738210F9C3214666E430B2441A2218D8D4EA9B9491D5390AA2CDECEA90AC47EF87C8056773E2DB40C0B06083AB612489A8D4D55C283C8FB70AF7C08336420F968411741794FD908FF7DD3F2DBFA9F251DB2717A1F1274D19136576CF39E554178CBA22A077224C05FF1EDEB58D40682A844F0E7CFAC2AAC96801C4C5A082771E4B769D30BDC58215FECEB09398AB833E9CB8A690E824F0A16A0B0D16FA02637230628D97361F0579DCB5AA6297BFFC22F7820191183A8C2C215EBF724530AA3CE0BCFEC27502AD9E6FA852D6ACB80F5C45717D3584EDB3140F3AB91CADC413B22027AC90C2841DE731820376689EC9B4AFA50ED1FA708E6316848BE3D148350C34D3211084174D07D91FFF255DB387FB608D3359E33E5323CF2682261390BF279522069160D1AFC4253A57F5CA68D2B30FA7C71B5F41BD5939A8461CEAAD39D54446A18E53A7B7A3EDA1DA63B59C2430A00ABC65BA7EE58A58C2D77D44C66DFBEB8DEE0462D893FA586270AA47367738F9F9201439AEBEA96666BDF38F7F84904ECCEDD92B68DE4F009CF36BCCF84ED2BC463E965BC126CB03284876E75516DE55EDF22E785C6DB8D872C05B8F205052598295ABD92DE36ABAF3F331B09F0C867019F3671745C2A58F8F36F473AE2126136DF3FB97375E2AE3E7B5EEEC47C99316BCD851179528C2F4F825BBF4E353C875A4F2D9933457D4289EA7F5FAB8D91AD558181E3B3B52563ECD6F16E49BF117726C22163D9CD33A03048CEA902079A8EDDCC38F6A5E6A614B682D41612D5BA7742E6D0D23BF0BA58A7B32C581AD370E959264F754AA0368105C1060C8730AC7B050E8384D67D55AF2C56893F1299D6E7069ADC308695BC871D381C80EABEFED799F6BFD198D8F3DA5B7B8C4665742AFFA3035C37785140F15B45E825907B4279133DD9E358D901DB80D08C2CEA8ABDE6D43856EC1BF1C2D7F654D6E1035B96A2060F31756B8CFC998C9825AB25F8A93467CB55251ABB3DEF9561BA9E3F990116D50151D48DFB07A6F1DA3891CFE459E15220C394594525059BD6792800F6E8BAF797D13A54AA2AE2FAC772AC9366AC9ED0145E3B54005EB657019C8D83216AC754C9C10CF5776EE0026563016B1F81D5AE4306BB2399B6917B969C5D236DCE2D387D8F412816E5C8352C443EC1959D8502C72AB4AAA10228638DF9DEFE5D1A303F14236509B4F6A9A0417138B28798F90BA8E7B54FF3FACA37155190DD9E399C9FE3C2E45B2DA0996C02D95A9F5AD028FEAEF7EA95EC7DAA16F0194F2AA9A92EC984D735E8CEFC33D5411540453CAD9AADE43B043B6CA10D2FD5B13DD7202343EF3FD740567B978F211FCFF01C4088E5A34B709DED61D8B2996A6878EE151AD5E143552429A781D1A595FE1E6BA4AFC3B3C50513390270DFE5E06978B06C3CCBDE741A397EB84ABBC470909BF67617888A880A06FB1551E540AADB883EE6945E521BE498C7038B5E4D6E5B1A5BA030F185CB8F05820915ADED2B231FF47A831099F38D30E19E71246B8FA354576487FCEEF858707F05C8C37857DBB1F82EBF75726BD802EE2F4492496AEAD72B776A6C1DE3DFEAECFBBF85A590821518ABA61F88A79754487C1EB969A869B81054DCBFAB4FBD855735E2A8F2879197C165273E6BD5227121A782A8E14EDE8C8B956D2BD983E5DCC34568EA9A4CA8A27CE8D4623AE671A67DDB428DE2F6DD153D3F24F9072F898C65ACAD394B02024907D3EDEB4BB9FE972D3BC131D733C094B7A3F39',1767623892658448,1767710292658448,0,NULL,NULL,NULL,0);
INSERT INTO "spark" VALUES(X'44DAA2FB786154128F5C882C9721155BA52387FE937E5D7DB45B4DE8BCE012E0',NULL,1456074443980800013,X'2A072020EB0DAF213B3E5567ADBFD957417C41E7873322BF95ED4443CF039CD81BBFF5EF14AE3FF44E834BD293BB45498D75C03C8F3C68BF49EF54FE422A5FB4F142EF98A33A645FB7DB63D6E49C337DD7C168D2A602AE6BF3EA5E02CCB1A4EC89683F8644A03B8FA183C6987023632F86D1784DEABFC72DF05B6CAF7152A26A01C2BE41EFB4A7E4E456B7857A5E4A26B15D81461D326BA36F70285D3E4ACC28172E525C5B8C556F05027C6A989FEFA9ED57FC65EE0482850762F6A1BE273F74DCF22E63E3FE89A5A55D12CB7D6D3AA02EB7C5E120AF562587AFD2C3C8739E16A094BE2B56A52BEB89279C13012AEF18A40B6434A72038D5556F32E5D1DA18FD333D69DC7A49C91693134917723A53A788EA17200C62A7525CB5F4709D4AA5228FAB2E48BEF18B0740916D0F24DE36B84A9CE2C97BE6AEED85BF45F5506836CBA37F8454D41745B88FACADC8C7CB6BC8C11C0AFACABF8F9933261EC1761C74D38B6AE81505167F3FC8F7B2F1794365771C6D2E02D38E8003CE303BA2BD4F116DB426F16FF09F3D65E2400F2AE10B376136485C6E41AAC3AFEEACA3CFB4F93469DBEDD623F34DBBAF328D42166EF563D6438C6F5B885C5E731C88EA67DB530D8225E3E11B549D70C0467CDE2AD7D0665849E762011A2BCE27A1FD212E8FE37566B0F6AE3CA299EA00DBE3A2A17C0BAADACD7C8F713266FA9FF55161C247DB5B1C87AEF6DB70DE414B5B33093DDFE672ADDFAF5E9F19D7280E565A35A59235966391053940640B01A7B71B36B342E7C29C61C698F6B6E7D723FCBC4F72A6F3BB112A778EC4D61F445C9567AFB55858AB0B571B43D7E438FDC4E3F0E71178757C9DA0EF33443EE4B1B797A9400C2F8377EDC8200B8710476FE3890C86C8B2A7340ADFFCDEEBEC26FF7CB4315D8F1852344630FE61EAEE73AEE77CA20CFE69F51C1E1072F1F04AECF0BEE8282F2B911CE38DA4CB875A2490655E0B588286E7C31A1AB6FFF215C8A1AD7424B9D7E05A1F67A25B21BA4C84EE72A626E1560973DF1764CDB232E853C2E6AF90E45979A7539339046E0E8FEFCD30C67A0935184BB9B121F297C38876254B573C4808DD4573D57487F4137B22A355DEFC226209C797D331E4BC8B0FE13A6EFBE65C91D76E15F80ECE0B9A1FF98504AFB1AE5DC7FF6891269AC4733575BE09470E994AAABC887BA194961812070E8273BA180DE4277167D0C6699CB59C46397567F520F83EDDE68D5156856A627A51D660D84B312B6C3D74F2D5349F76B636DEF487149AAD4676FE23C263BC36226C5AE9F82410108AC4EB2D75479A4B06F3F468C31BE8CAF6EE0962CA8B4C1D9031D30CF38E886A23834D3C06B5453F6B34A9E140AFB911ADBC0000D7CFF245FCD87EF48E66922E76598F3B2A8E8363C6C010807C40689A1D3877CCE47494F591FBFD8690E9DD33D3176F5EA00BDBC5CBCC7AA77F6E6DA657B95FBDEBEB7025AFD634CE872824102B5EBD746BA5140337DEC36460698E57881EEDAF927CA6EEBB890FB2A68B7965B8246C78F3300E34B7B7DF1AD777840179386C137B572D84268D0CED92E86783ED85CC4982A3CCF1A0121B1D3FBC0506E19EB0EA224A65D35569C0972D4824C4C9D5EDEAE7B4DF4985BC57803DFA118348EFAA455D7494AEBF9E1CDBD74C7E3346A79577D6520A031792CD639F05EE9E0DC7DEA8F58AB15C9EE9BB0BA4D794B9D9D0B4DFB1DFD6782A17B3B6875C20E1C37384165AF8F7DE231CD78771EFB8295812A711B1730490A8F3AA964D249541F31F69E4249DE1BDB64E4D9459BEE975D81C6FE5993CEEAEC5F2D6C78D49679EDCD74ECBE2ED18ECF54337360F582A7BF1A95F61D2B3B20713B2FC75E8D032DE45B8BBE81B19FE9A31095683ADFC78422CBC1C71D847A0497D3209B728C9B088BFFB9D270D4DBB2697B230BA005C2F039C1F633FF3EBC052E0EAE76950B8708047E57C7CDA832E31365602B5FC331F077D12ABC70CF95C7911A926E5D8E74059E0E7EA65BD069815D48C7CB0E8A507088B7C7234EA0CB3922CA19F6118CC9E5E39C356FA5803FF737255646F1BC7DBFA737BCE454A09C17ABE65E7C2992BF057EB9F32D2CC5745043659F7A27A7289D36E3190D5E00C8EFB21B2B21CB42A29D170C00043B1E183D3B3434F5BCF156987F0340F352FC3F472B45366ABD8CBB1CBEEB0B5637F3927EA5B2182D0D815A38DFDE0A711E055DA990B1622BA94E1AD1E833629BDFE6F3F0BB52B90E80843CE51D341F0E5B51918CC6AEFE39B4BEA019DF64026A36A3E15B499F4C87A5D991B7D65F003E9A6D3A563D0D18A0742BB39079FBFE16B12D6986203ECF667B3E7C64233A88319FE9F4437E7908157D15042887B645DD76E5FD43CFF1E5067ACF80EDC16F4E48E9A0F97FCE0A8E96E90A66EA8C04F49A939143D0F2F985FD285ACD14859428721FBBEB6D739ABDCB0BE288D0334BF3351A9F8E5A048102B0D911B6B785FD6CE87B3016493E9BE6BC2B21F32A6DF38AFB1398E5F7D0E32EDC8701E08107DCF45C9A60195E61B565F48D2F0CB9BC403BFBD830CA6BBDAECBCA8179FF1843F08E2D1C0D021AB8A47CF1D57089BF203A98DD1DC28B90D6EC69E81A2C5F72CBA8DDBC3FBE4BCDF9D82753684478C1A90CD57CE30D8B84F0D5955460E11EEDDEDF6A0B8EE5F20DE4C7FE793DE2DA5FC9BE8AF56173D44C795F6BD23BF7283204BAB0616E5BA847127B0CF843415343B59CC568B8EDAA51411999B1397DEDFA673F075A525048FF6C93D4991D4771E57C261E984B8C9F7033DFB5E6A26EF8D1678C521B2D781729A7B566D7865701855DFE66E1E727A5966F8A66354F8218748D53154DDC043317A3EA982ACE40D375418C195B9EBB04C71A51529F1098F9B10891B6C36E425519436D21DD53BD134BA8F76F6',1767623311105236,1767709711105236,0,NULL,NULL,NULL,0);
INSERT INTO "spark" VALUES(X'8C8C12C13FE6A62E8491FC8F9F01F7FA3C5760CDFD100CBCCAA3EC824B3CF980',NULL,1456074443980800013,X'9E6EA94E6DA17DF4123D2243472E6DA86808AA7F2CB02AF3E62FEEE7FBEC4BFC06DD308F64D16972BE57CE0A532B9129F9BC90F9DA5ACE50CF4C8E8B59918CCEEBF23ED1930410D39E7D2A479F572BDDA7E4B6BD376B513AD8CE67464EAD515134D0493D140431E261F608B81A5F2C2E045FB63A2771AA0B1163CF534791DFC671AE2B7B37DDC88D17CA033AB159128D24BC1ADD5A08D5C17139D4E7F560EBF5734A0DC3AD41C70C37FCCEA820055C47F93BF212F28D76E0F35FDF37404318EC42DE36261BE68E4004055C015711F73F8A39618314A10A4446F15CAD48AB36E97AFA93C5070A7575714FA145C83D79082E76F7D8B056FAECA4CD6BD17E59CB72E20C3571C7B9BF56ECF49F6335601D4B4E4479C37353E9234D765D6CC0DC7D3C9288709DB4821862BA4C626FD4544A0A9F627ED89F9B6E26B311AB54175B00654A3988957999DF8E50F58CB33C666E0BE398EC8CA1427582DA01624DF244971848DD9C6A34A005F61E0FE35308E7CB012D0F898181D0986487DE684F25B70981664FA90CF514E38D8DCC83A0656F0D6B2CC0DA39397939806A545094EAA2E0340BBC1AB07B736FEEABE275843FDCE6E068C8F1A235767CE281D1FC505109E22F7A906A89D23E818F64F460A332DDD7EE7AFFB0B0069B6D76CC224BBEB2D41BAC0B440ED2FE9C4BFE7BE99F96D833952399E6A9D0880601CB33E8F53651230BDA0EF169549B7232D4586C9BB53F34B632E216D2A51A64060DD7AE4B78EFE451FE11BB8497A8FAED46C36B62CA3ECFE439775AC7BA002FAE593094FF4FBF844944D853EC4E1F8ADFE1710F37BA65DED94171E17D7DFD847F760112A63E1BC6B34BE6C9602137A187F766AC9A328D6D3F2C7668BF63BA721A7A0A87423CF46EA832D6CA4C74D1E93DE07B206E368DDC71BA344431F4B06503B47E4E1B03A9282420600FC8D96EE7D9FE74AFFA711A8EA325104578339BDB6B38DA8C27C7A4D3A712AA26C7178AD32E1410EC95F00E87627894D81BC27C5E91A43B989BD0062F413A38619AD48685073FB8823407B33CA27DB908DC45A2F058C970EFA8CE7DE2AED6BFEA97B4751CE8872F8677C3FD1344D40D0F9AF0AD114AD2089334368ABEF8F02E3B495381CB755443B38B2B3B0D83416EFE9C0BF3FC06C4F72FC343E9C5E7F23BE91146EBEC22199BAE0285DD264F974785791E0DD2A172904F553B764BD7E68B90567A7C45AB8F2B80E48E015D352D6D1CD5830E5597A73247026DCEACBE6285327407A8C38D6C68111258753AF4ED5DD92E5F15E8A171E827F785713C4C78C30F946A7A2CABCE8D2A419357A457DB8D3C33C825FE3F7FD2A6ECFCBBA2F1CBC80496AA2DB2C31CD73F125D6405794116FF7E97B43D01E9E16230B61E10C4B017E7DBB91D0BC1AA57548AADEF1C51E9DF6C49F98E52A7A911334F1E8C01F2152E20FF2EDB85A20F25F38FC7DCA33BD729CE4257F458A1B7408F19E374688214B74CA330B77715BDF2D1D2FEC3143FA27EA7BEC903B2D760FF4F58BEAD895C1668DF9CB5DF80B3F973BB4FAA39D2258637D9913A1154184E39046C432E020E4E3C64AE6E3AC9D725494BE2E6069E8D8BB92512BF9D35CC1CDDF2362D226357FC361C88B2CF2AA42772007ED8427030E433AF96DF2D184F23DD6C207AEA74FE0B818061047A65CA36274D579B6D70D83EE5E19C491C5178A948A9B266394D8E845078B125E9410B1C581945DEE94EE35B59A33AD7DBC7F8918552733189F0671377EEBA58EF58AD373A503852D84644CBD679AC6E490AD4D1FE435252406B503164E292772819DDD4353F5F2947945EEEFB275C35BE90AF1D92EA5F83627282CDA30B7A05425C6D60E8AAE62AA83A2A31C323E1C29EEF67C9EF2C3F2FC59B0AA7D3391274EE09A0EDA653221CE4C0486BA35DA0657F6CE2AA21B452DBC29C5AFE7002C984024199F8BD0444696402BEB8781BE8A233D0F6E504F708ACCD536F7524575B669C17462C580F1020FFCF1B13D94764F719DC5B630E1C8FA91EE5498DE05FC7A511DEB918AA2AEB5EA326ADAA3AF51E6267101A278090CC4A661C9874D34EB992C5D6DFCCAA28A7C0F331A511FC04B1F5163890CDBF1647E9F03544E2BA9DBD959C01A6BD420086D6BA0E47176170B6FF493B9796D5AAD72DABEB4CF78D8629A3167EFE604815FF826245C975CCCDCBE490539C900042ADEDCD8EEA7F57567FC1A7A1FAF95A07ABBB3B3F62387B0C6E05B1E5245C3D9EFAEC7E18C8FAAD229A90F75A39D9A17F1518EFA7D1B6F923E0993EA276AB08CC66024F32FDF733295CD5E36B66F7932762EFD968BDFAFD1C1361FD72542B4429E83AA9AE40CE374201FE628447338D3E47EA13EDDB0CFDC99472254117CCA1789B56B8ADE4C37F6A9DA32270B7856AF82DB3889EBC110CF510F032663C8276DE4A2B886CCEDE28CB4B8A8F779B4A52D6677A7918757BFDB60E7347225B997AC1BDCF4C71533E4DD51D0C11AD92F1A256EEA051C9DA94F6622DE4DF26C2069F1638CA205FE4993581B52A5FE8B0101AE336D76C0D53B5BA798116801063BDDDF74ABAEFDDC5E95B6F5BFB4BC9629C38FF09F1FA76E2C4744C849CB7B286F85F567619934F79F79CAE25AC0DC88F0DB0664405CBAC8CBC4ABDAC6F11AF630E67FED983053A7AA791AC824F81019FEE466C2522A8AA7CD78E9C043B63CF72666382478BE7C54F8A11E92A96DF316806FBD2FE271C59B68E09AF3D93D3D872B8B03622FECADDE6E727B8E62DB1E81987646D1FE035DC53788883B8991A4F0A5F47AA65608715BAB875BCC0E616D1542E15780F1C76A570E2AEAB1E43ED807E626EB1E9CFAB4CB14D1FCC284CF80EFDC1B216F87BC54E114E17508DE4F3CCDF28751AB18BA4F5AF334F1F09E0234CBD0741003622AA91F4F6',1767623711825665,1767710111825665,0,NULL,NULL,NULL,0);
INSERT INTO "spark" VALUES(X'90798A06A6E04FD77DCF8CA16CBD588961A8D572145B406FC6F15CCACD2E8B72',3,1456074443980800013,X'1A74C2D123F572C708769F94A42E194274C77EA64FCABFDC881C6F81EA49A4993FD2ED45923718ABB225F7133C98F9F44E460B30E982C7E138FD133FD3ED0EEFE1ACEC0C620BDBAA2EBA508898F29E24178BC3334F7B88AD6DE575407DABCF99DB013A0013907BCE2F312E941EBF99135492E21FB5C011EE46003BC321BB46ADAC71B6CCDB99EA1B9326513863B926D81930DA6756E43A6CF2F27E1F0BE292DD5F72A7B3B3224AFCE2C93EBB6D01F87145BE323274C382135D2A073A090DDABF9E10260C7DD298A28585B1CB97997BAC134AE93D83AFF2C7BE1BF2819589AE7ADEC596B5EF268A9A49114B7B1FB0013A7E3874D037DBB4CC1F7D40627EBADB9377784250FBF51CACF08B81DD1F549F6B49F86B1C438783640B9EA12D9151159AE6364995352AC8F224606A25AC702C1F6E49CF28E74F5957ADBE0CA349CB7B593070A385458EE50340E14F4235FC2A76407F0583A210B79642426BEDE887BA7300172034B2E2CF8891404B65E48D66E3A970EB9FF9FDAB3BEA676A730CFE6BE7A03612C71242D381671F06F25FD6EE9D67BFB11CD0DB36E36D044EA8A1D21F562ED99B60B35C1771C8D62898F9999252EBFA40F728B9F04DD3CE318A4849E9DFD844831598B40ABFFBB04CF5BDA5A4905EFE0E4A9313CE9C8C85E8ED4728F046738E9E673AC90EBAE52FCAF769B910AA106D239B12E280CA332437B1C56062AF7CC1DB5523C55786A3E34CBC82496F810D7FFED7381AD61F63E5DC780AE6A4996E453187119E98225EE1A6CF19A9E4EE467A04B685CED26121581E1F5A3245E5D08D1B275950B6D6A14027B3A2377AD36319FCCD6C5D884C5153C27CF205AF9D7AE69873312BB4AAB83C4358C295FE428B1B3E4B58D4072AA9D32F0F2F3318287C191F9C243A19CF92BA54604F731BC661D6069A8D9AE672B9EDE0F7713D96FEDBE46FBA988F34EBFD9B7EDD3C21D458094B3E6EF791633FF692E2693698D7FE6FF27D1F54C33A7E84CEFA2E6B687D6A1C4CD53778DB7C7E34B308B8C9CE1A29C808618F08074D049DA171286DDF9ADF48133E96700508C35F4C1142C544202C9906DC625FF4F85D15A69D68051BD13476870E28D5EF83D844361F5E0FD15AED3BA1F41B3084081EEC94EA570E2C056E4298B3946C6D6BB5B94077AE18A4516019438AB48B59AD51E23973C1D56FA2BB8F3FF89F62E44A2A3DE1ECA8420C30367F7A843602262C5043840F297E1486FBF493B59A833B375BDBAFC0BEBC2E0855B07983BE9C48D5C2134D94C9270DCBD3AF25B3F81DC024A01CD5A7386387521F3B6573A066799D3F11791BD1EE63032E45313947F2F45B2DF63FA972DC67F8E44DDCB76ECF96783592D2C8ED119C153494EDCE7F3B0B1CFC3D57A8AD14423D0D8E8FE6518007AD3DD5A7C0A6F5B52600D5894ECEE867231A2167C8FA1ED0F5F460E30F5025203BCE3CA24C27D16816B1114A66BDCD762738BE00884F2B291BC8161F029837239E28C52FA6ABD42E250EBEA420696721B8AAA7F8D9B7F2DC5E045F62CDD54C6E7F5DAE484E8BB552A8FA3D13A680721B88666BF2AE1A13CF100A3137B34024E37441E6BA2A3F58DC4666D835587720E9AF08C140328C8865A23D4B25EB12D3E6B7AF9836B30B9D7CC0DBC7F258F8F831713BE8E507E83862642B1EB860927079F52F862E6F1955A5D64C30BFA9D42BB6F41C214BC69B43861C121A4E65F486BE19F088199F68DD4519CC83F954286C40974E4DFD8591354E65F00973F9349E73D4BC3621736D0829497F0CD0FB3F43B6EC09573BBD8C32B988AC91AA94F5CF223B0F11FC9545F5FA2F9CCBB7B16262D8EEB5FDCF5051B497DCA4C7C56629B865B9D5738CC728EF89BEDDBE2CB83D8DC80AF22E0A0AE5D6E33E3011B394692DEC826A1F011BE3C977FA13E2B3068678132F888883F7C8EDA670822F59A5877A85D88914EF1AD8D5B326501C3195656519A868293B5BD60769F67458A1872CB0F25FC98081A92ED45F49E725B02CE05AFAA48B14CC7959460EF979F51ED99A753642E578FFED4DB8B10211A4E3F2514E90A435CA7B980ECAA1BF11BB35D50506C89CDF69115A98004F2C8D3373A72ACF6AF6C62FD7C3E7B3B28A4DE27BD1C47F829A253ED8CAA130B5CE6F5A9AEFF6B7670C1D26D7BF934099D1F0CE06726B76669E8C11BEA1433BC5FA37C6DFF985947E00B506BE6C23C970310997094D0DCCA225CF5AF4A43A90F6B8F64926F68A3752086EB303E8B7AF96182F150CF58A1C46C6B133C2069718204F841D1E084F98709483FB4C42D653C3664792F8527C4F2284062A405133F554C86916CC3E7DD0C76994C00DAE6A91B8F6A7AAD8482288528ED9CDD582812AF907F68FCEA20124B269639666AD9DD8C036D19CC24C36FDEB8EA7592407EF4E7BB132311E52777DCFAD6BA0A5500FFF18A40519CBA151610726AED2D08AE3498BA340F76424F8292D65231CBEB5912F5CC44ED92259105C384FE89780AFEE98A2D6EEEE88A576B63F136D665EAEA78C6648BC86BE49EC33449E0600D5042061F7C558363113220E46849C7532EA08B395BB01A74525F5447BD82240757CB683FD23129CE9674D9D3FF6031814DF1011C952CC61048093638797D0A2A42940DF5B6C6D96A591544EB943EA5A1A782F84214657377119372A0928B5A71498F1743E25AEA92287C6756139A8010B3EBE08AB1E5F560B752BE3F040C7A1B9D44EC67B00C8E738057946C3703DA10F6D803F1469EF1B7F058F0A10F87E5D98075D2C416AE9E22BD4B431F93C72E7B9AD4422913CE68E46ACD1CCB2A16FAC207BFAE1049601827062F18EAC0C4914587F996ABEF6E1701B04EC46BD8E1DAA74FAF328654A8026D8C969021F7895A130C86716316C009497E7B9EC21C4ADCBA986EE1CEFCB25',NULL,NULL,0,NULL,NULL,NULL,0);
INSERT INTO "spark" VALUES(X'BC772673B228AA483372680E8E7144A9882BE755CD45BC96C83FB96A8CBFCD86',3,1456074443980800013,X'7A96960358E5F329C5B8C1EAAFD26D306C3C7EAFE4B8BB3AEA11D2CB7F0D48101BBEB60F5C9AE949790770E820FBF943D2D12388F6ADDBD1FB2474A5708449D61CC3D3913785181FEB3EB09F716174067F50A5204D046A33A94D1604701DE599578EB60FE8C4D46A3FDB4D221B794DB476AA9B26224CD37825C324B775F82DCD27FC7F22F7AF9BF03BAF3EC3A0B89C08A7E90E72BF6FD12B2C335A8D769AE6D0C819CA8E216B361081C97344C6B50D2857D846AF1AB0C7E227B99E7EB866635897F2C73D51498B120AF3A628F3C8E0EAE62FF5C4E2E4A4878C9EDBE4A5980925AA2BAADB010B5C7CFE8F6D4F3FF1A8ACF2C66CDD863E7B932A4A6D09620065D697760AF87A683E102E86672141EA844E110B8BAF7189484CA7236E24CD0C8211468F4CC62651B0FD395D860AA55613585A6D4A92E72B931322E385BD937DC2F7443DD1CD12F01EADF4A6683D9635EE1DAAB75C302995B179EE5870EED8A0C9591E8A74F0C32A69F1B25378DCF57C1ED3D1D483443D1AD76FA8DC85A7F41148FE32B088C43258A84E61B0BD2C0E92BDEF925F07FB8FD8027EBF5C7BFDD0172C55D801149E94D64DB626FAF34CF5D3041C2F7CA299C01D63FE5E925E04BFD9F6E07689CD9C2D342290DDC55E4572FAC66FD69ED26C80E75757338142D80C04694DD335CDB0CC2F870D200190B61178A747E9DD14280293CAE3344467C84104D8384A59260C7C55A59E95022ADEA2F45B458F5A63DAAA9962201F5F77490E1DFD22878FCB14137AF11704C96B65724A21E730B96F48A9A01AB2E22DBD18F5E20CCE8C9C05765CE392C680FA665FBB39AFC10211CA844E22415E46006411C43C65FC22039D134CFDA3E1EC2ED727E7BB7B637B532C6CE479A9DF798D59971BA33C53BF6223D99DBA6DDD6458EC7AD3291A8D0C04AB639E06A4EA75C350092F028B5AAF0D67F467CD14069217ABA55EBEF9F638FCC5B49E8026F4DB72F31EE9F590F0873ED587D4E1FE14169C907F79A20E125D45A818444653BE9B790679F02F662829B78935584C7210D56CD0BFB48048A6B5874A532410C7BB77BE6B642303B3E5FD36C65C99589A9E99A99807E706E1032DE133DCB37044E9A42B8BF3DEDF0CD15D54FF2F39A2DEC9C7F6DBE6D125BFB92D6F61B41C8EAA946E2A1B738521B6EF47000C50EEDE4C3B6EECB8034D9090046C1F7FAE31D7EF77CF715548895300E5CBE63D5E9B67873AD3D88B7AB16BC8446F9479E31231FD268810DC824939ABFA2CB07D94734F5B10CECB93ED7EB41C00BA09C5A8F052AF59C79CF8F3AE3E670C0876E656DDD8B807BAEF3AA3185E661E5DFF003026F8F98CBBE2CD41D37AF80AB0EC3F5F267089A32493D014B55467635F7C792C10270AA98C6F7BA2BAC060E2C1EF53CD6150B65BE255AC11088C09CD7D65FD2E7D404DC6461E50A4043C37899B9F237A4313FF5B88DF26F6DD6E4399FC062C09E954825CE3AA63FF203E69F0A448DCD2F8B0B574567F8DB897D9F3F84C4EF8F7BB25A182D806C3E57026CC1D2110ED698DEA88368F2D910B005A8EC97921234EA3C24CBC9FD872C9E846D13A1EC87AB5C3DB7B670859742372A0D103F9B02E659A69545E5A7C4CB79C5EB5B9FEABBD11F5DBDDD24BBC2CB1911166180CBD56D142AA2EC648E3B7E283214488C8E7AE841CDD3520FC74F08BADB8C6A73F62D28A48DE67A25B3C761A3F6E4EF9C56608C7831262854753C844860872384D90B2F396D46D63038FC6EAD238EEA0AA2444EE79AD1BE151300CB13BB71568552FA2FC49642A97346D94EEC49AD4450AE4D3E74413027A6E1E597E97409424A55117FF90C298C7F7EE42CACC1C96978E056E15D1E7B4E88F02F308C3FAE437747DCF6AB107A24380ED84A0367B8DEAD879C52839608DEB52B704C86833E4E563512A81108D36326DFF1CFF1E6D0B205C5E2DC1819BA513DC93AAC35B4332439FD6FB012CC307A9C23537C4AEEC2FB9E08CDE891BC864B0604DF2314C511F880E019F94FDB14AF46285E319C7C8C45F51CB8E36FB150C63D8F4CB390A4F1FED634EE2364B595E155ABA9B3E3F55036870FBF93F124F4327C9389111E5AB5CC74AC11FC45864BFF70FA0DA2A5CFACCF1289656BDA2537B4E35CCD3ED48BA5B15B55EE8FDE758C8156792DC50ADAE3FCB6833E4DA5487587FA50EE60B85BCAFEABEA7038F3ED77C53539D2DFE0BA627233864EAB56FB81DB1DECD9D6490FA3DB655188824A9AFBB311DAA597BC5F3D2E37A01E5A117DF9753D24397BB933F821908A3F2DF2725024FC66DFA6BFD696FD423EE94BEF3203AC188358FDC346BF808F458FDDF63248E8E72D660E8F7D55BA1341CA911397F9A6E61B027A250BE9C0343774E57EFBB4D738247950D49814EF9FB03189E293132E6586466B9CCE7D263C1C67DB4594803B0DE75AAF23DB94C4D767D940C58958FB418AE8DDA664C5424EA0721AF90A8DE60824A25B36B64DD2895EAA307650371A6B96886786352C246B0B69F3770261C5C55D7DBD484829F91B46816B2B0D078C4FD392F717AA95ACC6829B465B10B0F6EBAEBB5E1E486B8BB76037A4B67E70F09410A0928B0F088CBCA1BE2159701B000E3CC12FB64F65F1827D8BD4E011414BB3EF82FA8AB08AA1AD150B2BB10C00D743211564BFA92445FF38CD77994D3D7C98AD9FCAD4CE5D51636F7FA2114037F167AF6BD849B90514090572D1370A27B9D667852FED24996A30C39A79F3C53647D8540C5FB123E113C9142AFD46BE7BB466F66BE38977255A06D7DE520F663D3F9DD2257DF62D9D12CC1ACF4D9FA88BCAF69DE3D5A8257E2B27B8482778FBBE1D13B0573EFF03184DE4AB097517AD889960F55D4596722DE2AFCF8B06F5389D1E3489F71F45BE9D5B4BE610EEC5E7E49058027689A8AECF914',NULL,NULL,0,NULL,NULL,NULL,0);
INSERT INTO "spark" VALUES(X'CDF47E4B9C508739C35794603E0EF4CCE1022F889770C8E3A2E848C15DD1E7CA',NULL,1456074443980800013,NULL,NULL,NULL,0,NULL,1456074443980800031,1457741389063258112,0);
INSERT INTO "spark" VALUES(X'E42915514E9A2604A4FFAB28C2B4F740DCDC29AE2410376FC0619D3E803895E9',3,1456074443980800013,X'B7448E6E0ACB86D20D4D884550D948A713E12E8F8213259EAE06E7AC16A36E0E6084F84732D444E7222DF8790C1EF2BC8183631D757C0FAFD1464F094CEAEDD1422FA20C8E24980D44440A417A600B17779CAF7D2ED5789A3BFB43A962EC631DA7419AE2BF241BAEFA3231B8DA7CE122FE01BF8298FF8B9D4EA43228E4171EB0C5C9722B4C3C7A0E4EBAB7B386705AA3B9AFCF8C125EBF398F2CC6D1A045D3A024CB14CDFB0978CE4FAAF0E0F200961EAD002A1898CCC677ACA7147A4EC5DF1A1351A721EB360A5232899CE0D404876648C0927D7325E8C6D942AA79046201F57CB2E562DB1A0DB8CBA4013E26CB23DB02DF85A3C293DE79F69C8DF93EEF0F31AB7FE79F86A36C88E297C5550819CE287E4B6DB969CC61F76662B995F377C9CE237C7177A5437500178DE9C4AB997F48177B75EE5BA064FC074D79AE888D33F00F9EE46BE7684B25AE02B27A1667B81F8593E4E0BD1B2AC04D17120B04B2CB00514895CAF762EA128F6D19DECF737B4F2AAB6D2A93C9D226773F598AA783BA0D8122DB095361326A4BFF8A3465762B84BA60A4F1BBB671E7F771E0CF73E64D74B7C30BD2D2E28028405B62AED3C2F7762955F8E0C949716A21F18F11CCD6D8B2214703BE8237D17CE04B7416EFB5C10A532E3B5F6F2BE48E0BED97055AFC40A9CF8518A3502DA8D4758B9C0334C4EB1594470F13636719F1819FB03343E63FCB3B8EE62E6293A97D2EEEB1628508E60545B24814F686A7BBE94E0819D77C88834B8CF5EEB11AA302A119CD664CFD2419341DE727F8C98B5F1F617A2132A403A31EBD67BC53DA9944989BF93F39947FF18771AFA3DF6F67C69A923E9FB094B336CB5108E1B45FF2FA60893C2CA6FB816E0CD7DF1D8255E1C056EA53D94EEBE19EB8CA50E9EE0E3246C084530DEF4805E4422EB6AAA36A83CB59883906B851DABA1795DBA34E5E35E91789825F98C4139B9ABF27806ADE9BF11B14A2AC4E00590EC7A307C7E1BED6F56A5600B5ED1C0390FAA51ADF3450F9434BA2A93E1412794B05B4E17A06A7A48FBEDF8C0C4509A18A120E054F8DE9EBC243738A6568AEA7C6AEEE83895928152220889C9675125A7B54094A1FF1495C6CE547C5F28B0B99786C592AC4158ADA8161168336AA5AEC4F2B8DF7FA00AE72428DCF24C20EC3960EC532FAFCA9CAC3A70FF9CBDB1DBF978A72751077CFE17452FCC9A7FDB2FBE3B5B179CFFE8F91F7B6DF9414AE22320CE5C0F83F587CAF4870E3A91604D308B974F9EF47335BC3679509FC883E76660F25BE1BE67E39B452C4C8FD8FD52BE0D8FD4106B0C236D15ABE66E65B3EFC1B34313C37CB5C3955BEDD3AA41D4E9E73D3001918DC4B427208EF067AFB719C36A32AA7BFE69CB9D2BF2DDA949637A6A8D7D520C71ACBA4C4F0CB84B337A40CEDB4907188736B620F58068A6119F1DC03E09562288C83DA374E50CEC06D3CA37BFBC25FE6E62960B0CB294C881B63C459541B4636C2DEFBEDCEF3CB28AAEBC6C4271DD49FF37579024056CEFF35EE2F91DD891A168636FBBE93B5078688C3EFDCE762C18C3C6A3528D27E9A179BF7B39E6011400AF61622918C6B8D28BFEF231D593023EF784BF8D2E07E08AB3110F85C48429B491C7EBAF51A0B2A955BDE1B188E3F13DAE8C962BB7BD99ED4322251EEB632E824CB44962E65979E6D0CA3AE9DB085BEA62D68FFCE99ACDDF0A2D70815187AA6BED03EA2D7FF692C0741C1AE4C08EF1E384BDB3A76B7AE4A871ECA2E9FB8FFF6B045AFD15107F054EF1FA9A3B2C94221C176CB2A81AB8BB46FBE0A97B11DE8411181E47DEDF511998CEC5BEAFA76BE699A3DEA4D40C08728F8B74F9E5BB384264DBA9B6176A5285D8572261004432A54125D1C1A23339FFB55969E09C10979EE053726F8F75CCFA352B81E52DBE48DB92DEE97D0A8C5273804BE2816DCD37596E3C264C70F83853C12B8A68F829CCE80322B748F9CCC778A4B53423325DC987F453B6C3EF64C9E664EC368FE2F41EC91A7357DA218947A3424F5D950C5E4BBEDFEF54600494489E0164AAFF1C2942F3CEEA05FBFB63B9F0554E9172BFA24E68FC89CD84C7A4A643F79BE53221CEEF589B13283F04C9919F71D9C26867702CD07E3D9FC0C86F6E3FD907060E6A0B2E5EEC08912704F5F162405B4D54B636BB9E486FDA142343262D092DE2B829EF54CB555E3FD894EABE58E4DBC26A4541CF52E7D831CD2C8B295CE6DAD3564AFD0C0A557C94FA39608BF74E11AE4839AC4BFFAB554E388571DE6B34E0D23110E4B7C418D7097C639BE25F09DF1EC9E6CFF012A4DD98D33B77A1A8C132C96AF8965E79CC6BD4F6CEB0BC209C3D4F9E6762EC7F389C38A657439C3440CA5956B61AB606509243CDDBDBD57EF64DE80F0AFF4B1D85A27F02CE3114E23671E10B816DEED79F329694E857B0020EC01A0228E1B2743866D08459CF9ED31CB47450911AA0D90B34A555A56503E271F5C75D1E37837E2E628E424A399CDF678682A78DCFA1FEA89E0097114CD5219434939F3AAEB3F9209A3A44D3F99DD195EFE5DBB0B6E7CD1F463A5969F2E95ADAD1500CD453C9DE9F9FCEA7D55B5AA20A90BD179A71538965251CC804B79149A2720E2B3D9D40A5517F9A30754D76E07D468ED5BB0779F0965417F7DB4E1C68032F07C1D4E26AA89B2006163D00699BD7AFF21A5F69B2F41E1F1E457E25925E86B62EA217238E041426C8C50823EA8A80018A2DC26D5DEEAA8BCD23DBBE0A95C0C52B44AB2D1C4F514FFCA2E91772E65151753C299792C2C4E4CE9C63D2F6BFAEBBC66998902205F50F7BC6F7E690A82F4E8AD74C8E5A413E1672052BBF7D36F3D6745632F2F76AD2A3EE6B58ECB3568054878564D296BB1CE475C8A3EEA57E6617E86059E7A611FFCC9A4CB89B855C0DB4B32C509CC24',NULL,NULL,0,NULL,NULL,NULL,0);
CREATE TABLE wish (
	member BLOB NOT NULL, 
	words BLOB NOT NULL, 
	CONSTRAINT pk_wish PRIMARY KEY (member)
)
 WITHOUT ROWID

;
INSERT INTO "wish" VALUES(X'95D84C31F44855B2CAC6A907916227B46E6916260BA5D805',X'85C7A93DEBDE72A4A0157DD819FD2E6480EEAD9696B89D7AC1C32D8457363EB8E53621389403DC35AEE131B751031BC6D6AF09C6AE9D72843909ACB61AA6B4B48872E6A9041854DFCABE1EEC2F3437F88984194CB74A9A5299AF4AC365BD75F473D779F5491A38CFA110F99948911AC4DE906978C64D25B8F6D11A085AD100F5AF9C5AC5653E057425074D906E9A1E7765C139741DF119FAA1C9C4794646DBBD');
INSERT INTO "wish" VALUES(X'BE62D6C69F9DDC33EAE173F9A4B79E38A2D97D1F4987DDC1',X'8819F46F597BE99E42B877E26F9F295C39C2957222A20656926AF6E82F0A3CE1A1E5D39DF766B416D84A663BF1C274B1695E0442899A00ACC3338172B36F1E9FA52F5C9F9848324D20CD9940C9AF70AB29DB5536C5FDBEE0C8580F3E5D739C0A6F1A68D8D91020546A83849C36D06C5CCC6E2ED1BE4810D2501E71352182C8A6DB203007F5E81173E2562283905FB85D4DEFEA79A844487DF0295AEB58607668');
CREATE INDEX ix_session_guild_xid_phase ON session (guild_xid, phase);
CREATE INDEX ix_session_room_xid ON session (room_xid);
CREATE INDEX ix_delivery_session_id ON delivery (session_id);
CREATE INDEX ix_spark_session_id ON spark (session_id);
CREATE INDEX ix_spark_channel_xid ON spark (channel_xid);
CREATE INDEX ix_schedule_guild_xid ON schedule (guild_xid);
CREATE UNIQUE INDEX ix_session_schedule_id_local ON session (schedule_id, local);
CREATE INDEX ix_own_prompt_guild_xid ON own_prompt (guild_xid);
CREATE INDEX ix_resource_guild_xid ON resource (guild_xid);
CREATE INDEX ix_session_phase ON session (phase);
CREATE INDEX ix_schedule_circle_id ON schedule (circle_id);
CREATE INDEX ix_schedule_status_touched_at ON schedule (status, touched_at);
CREATE INDEX ix_spark_guild_xid ON spark (guild_xid);
CREATE INDEX ix_absence_erase_at ON absence (erase_at);
CREATE INDEX ix_session_format_hash ON session (format_hash);
CREATE INDEX ix_contribution_quarter_guild_xid ON contribution (quarter, guild_xid);
CREATE INDEX ix_contribution_guild_xid ON contribution (guild_xid);
CREATE INDEX ix_schedule_slot_announce_at ON schedule (slot, announce_at);
CREATE INDEX ix_deadline_slot_due_at ON deadline (slot, due_at);
CREATE INDEX ix_delivery_slot_not_before_session_id ON delivery (slot, not_before, session_id);
CREATE INDEX ix_spark_slot_post_at ON spark (slot, post_at);
CREATE INDEX ix_session_slot_phase ON session (slot, phase);
CREATE INDEX ix_next_day_word_guild_xid ON next_day_word (guild_xid);
CREATE INDEX ix_next_day_word_slot_send_at ON next_day_word (slot, send_at);
CREATE INDEX ix_greeting_guild_xid ON greeting (guild_xid);
CREATE INDEX ix_greeting_channel_xid ON greeting (channel_xid);
CREATE INDEX ix_greeting_slot_look_at ON greeting (slot, look_at);
CREATE INDEX ix_gathering_guild_xid ON gathering (guild_xid);
CREATE INDEX ix_gathering_slot_look_at ON gathering (slot, look_at);
CREATE INDEX ix_own_format_guild_xid ON own_format (guild_xid);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('circle',5);
INSERT INTO "sqlite_sequence" VALUES('own_prompt',1);
INSERT INTO "sqlite_sequence" VALUES('resource',1);
INSERT INTO "sqlite_sequence" VALUES('schedule',1);
INSERT INTO "sqlite_sequence" VALUES('session',5);
INSERT INTO "sqlite_sequence" VALUES('delivery',212);
COMMIT;
PRAGMA user_version=0;
