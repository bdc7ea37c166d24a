// An emoji, its names, and what else finds it, in the order of the picker.
const LINES = `
😀 grinning 笑
😃 smiley 开心
😄 smile 微笑
😁 grin 露齿
😆 laughing satisfied 大笑
😅 sweat_smile 尴尬
🤣 rofl 笑翻
😂 joy 笑哭
🙂 slight_smile
🙃 upside_down 倒
😉 wink 眨眼
😊 blush 脸红
😇 innocent 天使
🥰 smiling_hearts 喜爱
😍 heart_eyes 爱慕
🤩 star_struck 崇拜
😘 kissing_heart 飞吻
😋 yum 好吃
😛 tongue 吐舌
😜 winking_tongue
🤪 zany 疯
🤑 money_mouth 钱
🤗 hugs 拥抱
🤭 giggle 偷笑
🤫 shushing 嘘
🤔 thinking 思考 想
🤐 zipper_mouth 闭嘴
🤨 raised_eyebrow 怀疑
😐 neutral 无语
😑 expressionless
😶 no_mouth 沉默
😏 smirk 得意
😒 unamused 不爽
🙄 roll_eyes 白眼
😬 grimacing 龇牙
😌 relieved 放松
😔 pensive 失落
😪 sleepy 困
🤤 drooling 流口水
😴 sleeping 睡
😷 mask 口罩
🤒 thermometer 生病
🤕 bandage 受伤
🤢 nauseated 恶心
🤮 vomiting 吐
🤧 sneezing 感冒
🥵 hot 热
🥶 cold 冷
🥴 woozy
😵 dizzy_face 晕
🤯 exploding_head mind_blown 爆炸
🤠 cowboy 牛仔
🥳 partying 派对
😎 sunglasses cool 酷
🤓 nerd 书呆子
🧐 monocle
😕 confused 困惑
😟 worried 担心
🙁 slight_frown
😮 open_mouth wow 惊讶
😲 astonished 震惊
😳 flushed 害羞
🥺 pleading 求
😨 fearful 害怕
😰 cold_sweat 冷汗
😢 cry 哭
😭 sob 大哭
😱 scream 尖叫
😖 confounded
😞 disappointed 失望
😓 sweat 汗
😩 weary 累
😫 tired 疲惫
🥱 yawn 哈欠
😤 triumph 哼
😡 rage 生气
😠 angry 愤怒
🤬 cursing 骂
😈 smiling_imp 恶魔
💀 skull 骷髅
💩 poop 便便
🤡 clown 小丑
👻 ghost 鬼
👽 alien 外星人
🤖 robot 机器人
😺 smiley_cat
😹 joy_cat
🙈 see_no_evil 不看
🙉 hear_no_evil 不听
🙊 speak_no_evil 不说
👋 wave 挥手 再见
🖐️ hand
✋ raised_hand 举手
🖖 vulcan
👌 ok_hand ok 好的
🤏 pinching 一点
✌️ v victory 胜利
🤞 crossed_fingers 好运
🤟 love_you
🤘 metal 摇滚
🤙 call_me
👈 point_left 左
👉 point_right 右
👆 point_up 上
👇 point_down 下
☝️ index_up
👍 thumbsup +1 赞
👎 thumbsdown -1 踩
✊ fist 拳头
👊 punch
👏 clap 鼓掌
🙌 raised_hands 万岁
👐 open_hands
🤝 handshake 握手 合作
🙏 pray thanks 谢谢 拜托
✍️ writing 写
💪 muscle strong 加油
👀 eyes 看 围观
🧠 brain 脑
👶 baby 宝宝
🤷 shrug 摊手
🤦 facepalm 捂脸
🙋 raising_hand
🙇 bow 鞠躬
💁 tipping_hand
🏃 runner 跑
🚶 walking 走
💃 dancer 跳舞
👨‍💻 technologist 程序员
🧑‍🎓 student 学生
🧑‍🏫 teacher 老师
🎅 santa 圣诞
❤️ heart 心 爱
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🖤 black_heart
🤍 white_heart
💔 broken_heart 心碎
💕 two_hearts
💯 100 满分
💢 anger
💥 boom 爆
💫 dizzy
💦 sweat_drops
💨 dash
💤 zzz 睡觉
🐶 dog 狗
🐱 cat 猫
🐭 mouse 鼠
🐰 rabbit 兔
🦊 fox 狐狸
🐻 bear 熊
🐼 panda 熊猫
🐯 tiger 虎
🦁 lion 狮
🐮 cow 牛
🐷 pig 猪
🐸 frog 蛙
🐵 monkey 猴
🐔 chicken 鸡
🐧 penguin 企鹅
🦆 duck 鸭
🦉 owl
🐴 horse 马
🦄 unicorn 独角兽
🐝 bee 蜜蜂
🐛 bug 虫
🦋 butterfly 蝴蝶
🐢 turtle 龟
🐍 snake 蛇
🐉 dragon 龙
🐙 octopus
🐬 dolphin 海豚
🐳 whale 鲸
🦈 shark 鲨
🌸 blossom 花 樱花
🌹 rose 玫瑰
🌻 sunflower 向日葵
🌲 tree 树
🌵 cactus
🍀 clover 幸运
🍁 maple_leaf 枫叶
🍎 apple 苹果
🍌 banana 香蕉
🍉 watermelon 西瓜
🍇 grapes 葡萄
🍓 strawberry 草莓
🍑 peach 桃
🍋 lemon 柠檬
🍅 tomato
🥑 avocado
🌶️ hot_pepper 辣
🍞 bread 面包
🧀 cheese
🍔 hamburger burger 汉堡
🍟 fries 薯条
🍕 pizza 披萨
🌮 taco
🍜 ramen noodles 面
🍚 rice 米饭
🥟 dumpling 饺子
🍣 sushi 寿司
🍦 icecream 冰淇淋
🍩 donut
🍪 cookie 饼干
🎂 birthday 生日
🍰 cake 蛋糕
🍫 chocolate 巧克力
🍿 popcorn 吃瓜
☕ coffee 咖啡
🍵 tea 茶
🧋 bubble_tea 奶茶
🍺 beer 啤酒
🍻 beers 干杯
🍷 wine 酒
🥂 cheers 庆祝
⚽ soccer 足球
🏀 basketball 篮球
🏓 ping_pong 乒乓
🏸 badminton 羽毛球
🎮 game 游戏
🎲 dice 骰子
🎯 dart 目标
🏆 trophy 奖杯 冠军
🥇 first_place 金牌
🎵 music 音乐
🎸 guitar
🎤 microphone 唱歌
🎬 clapper 电影
🎨 art 画
🎉 tada party 庆祝
🎊 confetti
🎈 balloon 气球
🎁 gift 礼物
🧧 red_envelope 红包
🏮 lantern 灯笼
🎆 fireworks 烟花
✨ sparkles 闪
⭐ star 星
🌟 glowing_star
🔥 fire 火
⚡ zap 闪电
☀️ sunny 太阳
⛅ cloudy 云
🌧️ rain 雨
❄️ snow 雪
🌈 rainbow 彩虹
🌙 moon 月亮
🌍 earth 地球
🚗 car 汽车
🚌 bus 公交
🚲 bike 自行车
🚄 train 火车
✈️ airplane 飞机
🚀 rocket 火箭
🚢 ship 船
🚑 ambulance
🏠 house 家
🏢 office 公司
🏫 school 学校
🏥 hospital 医院
⏰ alarm 闹钟
⌛ hourglass 等
📅 calendar 日历
📱 phone 手机
💻 laptop 电脑
🖥️ desktop
⌨️ keyboard 键盘
🖨️ printer 打印
📷 camera 照片
🔋 battery 电池
🔌 plug
💡 bulb idea 主意
🔦 flashlight
💰 money 钱
💳 card
🔧 wrench 修
🔨 hammer
⚙️ gear 设置
🔗 link 链接
📎 paperclip 附件
📌 pin 置顶
✂️ scissors
📝 memo 笔记
📖 book 书
📚 books
📦 package 包裹
📧 email 邮件
📣 mega 通知
🔔 bell 提醒
🔕 no_bell
🔍 search 搜索
🔒 lock 锁
🔓 unlock
🔑 key 钥匙
🗑️ wastebasket 删除
📈 chart_up 上涨
📉 chart_down 下跌
📊 bar_chart 图表
✅ check done 完成
☑️ checked
❌ x 错
❗ exclamation 注意
❓ question 问
⚠️ warning 警告
🚫 no_entry 禁止
🛑 stop 停
🚧 construction 施工
♻️ recycle
➕ plus
➖ minus
➡️ right_arrow
⬅️ left_arrow
⬆️ up_arrow
⬇️ down_arrow
🔄 refresh 刷新
🆗 ok_button
🆕 new 新
🆘 sos 救命
🔴 red_circle 红
🟡 yellow_circle 黄
🟢 green_circle 绿
🔵 blue_circle 蓝
⚪ white_circle
⚫ black_circle
🏁 finish 终点
🚩 flag 旗
🏳️‍🌈 rainbow_flag
🇨🇳 cn 中国
🇺🇸 us
🇬🇧 gb
🇩🇪 de
🇫🇷 fr
🇯🇵 jp
🇰🇷 kr
`;

/**
 * Common emoji. The first name is the one that is shown.
 * @type {{symbol: string, names: string[]}[]}
 */
export const EMOJI = LINES.trim().split('\n').map(line => {
  const [symbol, ...names] = line.split(' ');
  return { symbol, names };
});
