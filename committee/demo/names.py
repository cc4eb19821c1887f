"""Invented names. The town's real lists were not public; nobody here exists."""

from collections.abc import Iterator
from random import Random

VILLAGES = (
    "东风 西河 南庄 北岭 前营 后营 柳林 杏花 桃园 枣林 石桥 青龙 白马 双井 三官 四合 五里 六里 七里 八里 九龙 十里 "
    "大田 小田 高庄 低庄 新建 旧城 泉头 泉尾 河湾 河口 湖东 湖西 马庙 牛庄 羊坊 鹿角 凤凰 麒麟 太平 安居 永丰 永乐 "
    "兴隆 和顺 长春 长流 光明 朝阳 红星 前进 团结"
).split()
ENTERPRISES = (
    "安泰机械 宏远纺织 东方化工 华丰食品 鲁安建材 金穗面粉 恒通物流 正大塑业 瑞祥包装 永固水泥 天和木业 盛达铸造 "
    "德润医药 明珠玻璃 兴业电缆 长城锻压 康宁乳业 益民粮油 广源印务 立新橡胶 鑫海水产 福源酒业 同心服装 利民燃气 "
    "汇丰造纸 诚信汽修 旭日光电"
).split()
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "建国 志强 秀英 桂兰 海燕 文斌 春梅 立新 晓东 玉珍 明亮 永福 素琴 德胜 丽华 庆丰 学军 红霞 成林 爱民 "
GIVEN += "长江 雪梅 振华 国栋 金凤 树森 新民 淑芳 卫东 兰英 宝山 月娥 少华 忠义 彩云 来顺 冬生 凤英 世杰 守信"
SEED = 2012


def people_names() -> Iterator[str]:
    """Names in an order that is the same every time, none twice."""
    names = [surname + given for surname in SURNAMES for given in GIVEN.split()]
    Random(SEED).shuffle(names)
    return iter(names)
